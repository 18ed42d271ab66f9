# L’accord d’une deuxième personne
delivery-card-announcement-approval = une demande d’accord pour une annonce
delivery-card-announcement-decision = la réponse à une demande d’accord
announcements-approval-ask = Demander l’accord
announcements-approval-hint = Une autre personne de l’équipe d’organisation doit donner son accord : rien ne part avant. D’ici là, rien ne peut être changé.
announcements-approval-title = Accord · { $title }
announcements-approval-waits = La demande est dans le salon de l’équipe d’organisation. Vous y lirez la réponse ; sans réponse avant le { $until }, le texte vous revient.
announcements-approval-send = **Accord demandé** par { $who } ({ $reach }), avant le { $until }.
announcements-approval-edit = **Accord demandé** par { $who } pour modifier cette annonce ({ $reach }), avant le { $until }.
announcements-approval-revise = **Accord demandé** par { $who } pour modifier cette annonce programmée ({ $reach }), avant le { $until }.
announcements-approval-approve = Donner l’accord
announcements-approval-return = Renvoyer…
announcements-approval-take-back = Reprendre
announcements-approval-asked = Demandé par { $who }, le { $when }
announcements-approval-approved = Accord donné par { $who }, le { $when }
announcements-approval-sent-back = Renvoyée par { $who }, le { $when }
announcements-approval-taken-back = Reprise par { $who }, le { $when }
announcements-approval-lapsed = Sans réponse jusqu’au { $when }
announcements-approval-recalled = Annonce retirée entre-temps par { $who }, le { $when }
announcements-approval-given-back = C’est renvoyé, avec votre motif. Qui l’a demandé le lit dans le salon de l’équipe d’organisation.
announcements-approval-taken = Vous l’avez reprise : rien n’est parti, et vous pouvez la corriger.
announcements-approval-reason = Que faut-il changer ?
announcements-approval-reason-example = La date n’est pas la bonne : c’est le jeudi 4.
announcements-approval-reason-form = Renvoyer l’annonce

# Ce qu’en apprend qui l’a demandé
announcements-decision-open = Ouvrir
announcements-decision-send-approved = { $asker }, { $who } a donné son accord à « { $title } » : l’annonce part.
announcements-decision-plan-approved = { $asker }, { $who } a donné son accord à « { $title } » : l’annonce partira à l’heure dite.
announcements-decision-send-sent-back = { $asker }, { $who } vous renvoie « { $title } » :
announcements-decision-send-lapsed = { $asker }, personne n’a répondu à temps pour « { $title } » : rien n’est parti, c’est à nouveau un brouillon.
announcements-decision-edit-approved = { $asker }, { $who } a donné son accord à votre modification de « { $title } » : elle se fait.
announcements-decision-edit-sent-back = { $asker }, { $who } vous renvoie votre modification de « { $title } » :
announcements-decision-edit-lapsed = { $asker }, personne n’a répondu à temps pour votre modification de « { $title } » : l’annonce n’a pas changé.

# Le journal, la liste
announcements-state-awaiting = attend un accord
announcements-act-asked = Accord demandé par { $who }
announcements-act-taken-back = Demande reprise par { $who }
announcements-act-approved = Accord donné par { $who }
announcements-act-sent-back = Renvoyée par { $who }
announcements-act-lapsed-itself = Demande restée sans réponse

# Ce qui ne va pas
announcements-awaiting = Un accord est demandé : d’ici là, rien ne peut être changé. Qui l’a demandé peut reprendre son texte avec « Renvoyer… » sur la demande, dans le salon de l’équipe d’organisation.
announcements-approval-own = C’est vous qui avez demandé cet accord : une autre personne de l’équipe doit le donner. Pour reprendre votre texte, choisissez « Renvoyer… ».
announcements-approval-not-own = Quelqu’un d’autre a demandé cet accord. Choisissez « Renvoyer… » et dites ce qu’il faut changer.
announcements-approval-gone = Cette demande n’existe plus. Retrouvez les annonces dans `/annonce liste`.
announcements-approval-over-approved = { $known ->
    [yes] <@{ $user }> a déjà donné son accord
   *[no] Quelqu’un de l’équipe a déjà donné son accord
} <t:{ $instant }:R>. Suivez l’annonce avec `/annonce rapport`.
announcements-approval-over-sent-back = { $known ->
    [yes] <@{ $user }> l’a déjà renvoyée
   *[no] Quelqu’un de l’équipe l’a déjà renvoyée
} <t:{ $instant }:R> : rien n’est parti. Son motif est dans le salon de l’équipe d’organisation.
announcements-approval-over-taken-back = { $known ->
    [yes] <@{ $user }> a repris cette demande
   *[no] Quelqu’un de l’équipe a repris cette demande
} <t:{ $instant }:R> : rien n’est parti.
announcements-approval-over-recalled = { $known ->
    [yes] <@{ $user }> a retiré cette annonce
   *[no] Quelqu’un de l’équipe a retiré cette annonce
} <t:{ $instant }:R> : il n’y a plus rien à modifier.
announcements-approval-over-lapsed = Le délai de cette demande est passé <t:{ $instant }:R> : rien n’est parti. Il faut demander l’accord à nouveau.
announcements-approval-group-archived = { $count ->
    [one] Le groupe { $groups } a été archivé depuis cette demande
   *[other] Les groupes { $groups } ont été archivés depuis cette demande
} : rien n’est parti. Choisissez « Renvoyer… », pour que qui l’a demandée revoie les destinataires.
announcements-approval-plan-over = L’annonce programmée est partie entre-temps, ou elle a été annulée : il n’y a plus rien à modifier. Renvoyez la demande.
announcements-approval-overtaken = L’annonce a été modifiée depuis cette demande : rien n’a changé. Renvoyez-la, pour que le nouveau texte soit comparé.
announcements-approval-reason-empty = Il manque ce qu’il faut changer. Par exemple : « La date n’est pas la bonne, c’est le jeudi 4. »
announcements-approval-reason-long = Le motif compte { $length } caractères, { $most } au plus. Gardez l’essentiel.
