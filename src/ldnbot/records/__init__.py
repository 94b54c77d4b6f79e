"""What must survive a restart: answers that have buttons, feedback, open questions, the audit, server settings.

    database = open_database(path)          # database.py: Database, Opened | Restored | Lost, backup(database)
    Answers(database)                       # keep, find, of_question_message, place, erase, erase_older_than, …
    Feedback(database)                      # rate → Rated | Missing; of_answer. One object for a process
    OpenQuestions(database)                 # note → Noted | Withheld; questions, grouped, decide, erase
    Servers(database)                       # settings, change, forget
    Audit(database)                         # add, page
    Tallies(database)                       # add, between; add_up
    erase_expired(database, Retention(), now), forget_server(database, server)

All of it may be called from any thread, and blocks: call it off an event loop. Moments are handed in and have a time
zone. Every fault of the file or the disk is a `RecordsUnusable`, and leaves what was there.

Private: nothing in the file ties a question, a rating or a note to a person. Ids of moderators stand in the audit
alone. What triage finds urgent is never kept, and mentions, e-mail addresses and account numbers are taken out of
what is.
"""
