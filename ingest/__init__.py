"""PDF → documents, pages, passages and sentences; every character keeps its place on its page.

The way of a file, `parsing.parse_pdf`:

readable    pages without readable text get one by recognition (legibility, drawn, recognition)
reader      pypdf tells of the file, pdfium of its characters and drawings (characters)
lines       characters → words → stretches of line (words, rivers, glyphs)
ruled       drawn tables are set aside (rules, table), then what runs from page to page (furniture)
layout      reading order: columns, boxes, tables without rules (boxes, aligned); contents
structure   notes and their marks, headings, paragraphs, lists (footnotes, note_marks, blocks,
            headings, outline, setting, flat_tables, box_groups)
passages    sentences, rows and notes → passages under their heading path (units, sentences,
            hyphens, wordlist, roles, statements: binding, clauses, carriers, actors, findings,
            tasks)
clues       what the file says of itself; description adds katalog.toml (opening, titles,
            publishers, dating, numbering, kinds, catalogue)
isolation   the same in worker processes with limits (worker_process, worker)
"""
