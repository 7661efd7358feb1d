from django.urls import path

from portolan.desk.accounts.views import account, invitations, users

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/data/", account.my_data, name="my-data"),
    path("account/data.json", account.my_data_file, name="my-data-file"),
    path("users/", users.users, name="users"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/roles/", users.give, name="role-give"),
    path("users/<int:pk>/close/", users.close, name="user-close"),
    path("users/<int:pk>/reopen/", users.reopen, name="user-reopen"),
    path("users/<int:pk>/sign-out/", users.sign_out, name="user-sign-out"),
    path("roles/<int:pk>/end/", users.end, name="role-end"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/resend/", invitations.resend, name="invitation-resend"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("invitation/<str:secret>/", invitations.accept, name="invitation-accept"),
]
