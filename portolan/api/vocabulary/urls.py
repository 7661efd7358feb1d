from portolan.api.vocabulary import frameworks, lists

collections = (lists.THEMES, frameworks.FRAMEWORKS, frameworks.NODES, lists.TERMS, frameworks.GLOSSARY)
