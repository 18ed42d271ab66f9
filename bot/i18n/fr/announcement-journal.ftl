# Qui a fait quoi
announcements-journal = Journal
announcements-journal-title = Journal · { $title }
announcements-journal-before = Relire un texte remplacé
announcements-journal-until = Texte remplacé { $when }
announcements-journal-back = Retour au journal
announcements-act-written = Rédigée par { $who }
announcements-act-rewritten = Brouillon corrigé par { $who }
announcements-act-sent = Envoyée par { $who }
announcements-act-retried = Échecs réessayés par { $who }
announcements-act-resent = Envois incertains relancés par { $who }
announcements-act-recalled = Retirée par { $who }
