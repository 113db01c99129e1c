"""The languages the board speaks, and everything it says told in them.

`language` chooses one for each reader, `catalogs` holds the translations (`board/translations`), `told` puts
sentences, numbers, times and lists into the language that is spoken now, and `browser` is what scripts
need of all that. Nothing in the core knows of languages: see `board.camp.said`.
"""
