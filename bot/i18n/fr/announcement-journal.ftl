# Qui a fait quoi
announcements-journal = Journal
announcements-journal-title = Journal · { $title }
announcements-journal-before = Relire un texte remplacé
announcements-journal-until = Texte remplacé le { $when }
announcements-journal-back = Retour au journal
announcements-act-written = Rédigée par { $who }
announcements-act-rewritten = Brouillon corrigé par { $who }
announcements-act-sent = Envoyée par { $who }
announcements-act-sent-itself = Envoyée à la date prévue
announcements-act-planned = Programmée par { $who }
announcements-act-skipped = Une date passée par { $who }
announcements-act-unplanned = Remise en brouillon par { $who }
announcements-act-cancelled = Annulée par { $who }
announcements-act-missed-itself = Pas envoyée à la date prévue
announcements-act-retried = Échecs réessayés par { $who }
announcements-act-resent = Envois incertains relancés par { $who }
announcements-act-recalled = Retirée par { $who }
