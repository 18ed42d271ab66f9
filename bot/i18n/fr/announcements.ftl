# Rédiger
announcements-form = Nouvelle annonce
announcements-form-title = Titre ({ $language })
announcements-form-title-example = Soirée de réseautage le 4 décembre
announcements-form-body = Texte ({ $language })
announcements-form-body-hint = Gras, listes et liens sont gardés. Aucune mention ne prévient personne.
announcements-form-picture = Image
announcements-form-picture-hint = { $kept ->
    [yes] Laissez vide pour garder l’image actuelle.
   *[no] PNG, JPEG, GIF ou WebP, { $most } Mo au plus. Facultatif.
}
announcements-form-alt = Description de l’image ({ $language })
announcements-form-alt-hint = Ce que l’image montre, pour qui ne la voit pas.
announcements-form-link = Lien
announcements-form-link-hint = Devient un bouton sous l’annonce. Facultatif.
announcements-form-words = Annonce en { $language }
announcements-footer = Annonce de l’équipe d’organisation
announcements-footer-linked = Annonce de la communauté liée { $community }
announcements-untitled = Sans titre

# Aperçu
announcements-preview-language = En { $language } :
announcements-preview-one-language = En { $language }. Les textes sont trop longs pour être montrés ensemble.
announcements-words-add = Ajouter en { $language }
announcements-words-change = Corriger ({ $language })
announcements-words-see = Voir en { $language }
announcements-picture-remove = Enlever l’image
announcements-open-link = Ouvrir { $site }
announcements-preview-choose = Aperçu, visible de vous seul. Choisissez qui recevra l’annonce.
announcements-preview-reach = Aperçu, visible de vous seul. Pour { $reach }.
announcements-menu = Choisir les groupes
announcements-all-groups = Tous les groupes
announcements-others = Et en dehors des groupes
announcements-target-channel = Salon des annonces
    .hint = Toute la communauté le voit
announcements-target-linked =
    .hint = Communauté liée : son salon des annonces
announcements-target-members = Messages privés
    .hint = { $people ->
        [0] Personne ne les a demandés pour l’instant
        [1] 1 personne les a demandés
       *[other] { $people } personnes les ont demandés
    }
announcements-reach = { $channels ->
    [one] { $channels } salon
   *[other] { $channels } salons
}{ $direct ->
    [0] { "" }
    [1] {" "}et 1 message privé
   *[other] {" "}et { $direct } messages privés
}, { $people ->
    [0] personne pour l’instant
    [1] 1 personne
   *[other] environ { $people } personnes
}
announcements-send = Envoyer…
announcements-correct = Corriger
announcements-discard = Abandonner
announcements-discarded = Brouillon abandonné : rien n’a été envoyé.
announcements-flawed = Annonce à corriger
announcements-flawed-language = En { $language } :
announcements-flawed-kept = Votre texte est gardé : « Corriger » rouvre le formulaire rempli.

# Mentionner un rôle
announcements-mention-button = Mentionner…
announcements-mention = { $group } est mentionné dans { $where } : { announcements-mention-people }.
announcements-mention-people = { $people ->
    [0] personne n’est notifié
    [1] 1 personne notifiée
   *[other] { $people } personnes notifiées
}
announcements-mention-title = Mentionner un rôle ?
announcements-mention-hint = Sans cela, personne ne reçoit de notification. Un seul rôle, celui d’un groupe qui lira l’annonce.
announcements-mention-menu = Choisir un rôle
announcements-mention-nobody = Ne mentionner personne
announcements-mention-ask = Notifier { $people ->
    [one] { $people } personne
   *[other] { $people } personnes
} de @{ $group } ?
announcements-mention-once = La mention paraît une seule fois, dans { $where }.
announcements-mention-set = Mentionner ce rôle
announcements-mention-channel = le salon des annonces
announcements-mention-group = le salon du groupe { $group }
announcements-mention-nowhere = Aucun rôle ne peut être mentionné ici. Choisissez d’abord un groupe, ou le salon des annonces, parmi les destinataires.
announcements-mention-forbidden-now = Discord ne me laisse plus notifier @{ $group }. Rendez au rôle de Maillage la permission « Mentionner @everyone, @here et tous les rôles », puis recommencez ; ou choisissez « Ne mentionner personne » sous « Mentionner… ».
announcements-mention-forbidden = Discord ne me laisse pas notifier @{ $group }. Accordez au rôle de Maillage la permission « Mentionner @everyone, @here et tous les rôles », puis recommencez. Il ne mentionnera jamais @everyone.

# Confirmer
announcements-confirm-title = Envoyer « { $title } » ?
announcements-confirm-hint = L’annonce part aussitôt dans ces salons. Personne n’est mentionné.
    .mention = L’annonce part aussitôt dans ces salons. En dehors de ce rôle, personne n’est mentionné.
announcements-confirm = Confirmer l’envoi
announcements-back = Retour à l’aperçu

# Envoi en cours
announcements-progress-title = Envoi en cours · { $title }
announcements-progress = **{ $done } sur { $total }** { $total ->
    [one] destinataire
   *[other] destinataires
}
announcements-progress-left = Encore { $left } environ
announcements-progress-soon = Encore moins d’une minute
announcements-progress-hint = Vous pouvez fermer ce message : le rapport arrivera dans le salon de l’équipe d’organisation.
announcements-refresh = Actualiser
announcements-count-delivered = { $count ->
    [one] { $count } envoyée
   *[other] { $count } envoyées
}
announcements-count-waiting = { $count } en attente
announcements-count-failed = { $count ->
    [one] { $count } échec
   *[other] { $count } échecs
}
announcements-count-uncertain = { $count ->
    [one] { $count } incertaine
   *[other] { $count } incertaines
}

# Rapport d’envoi
announcements-report-title = Rapport d’envoi · { $title }
announcements-report-by = Par { $who }, { $when }
announcements-someone = quelqu’un de l’équipe
announcements-see = voir le message
announcements-waiting = en attente
announcements-unnotified = le rôle n’a pas été notifié : Discord ne le permet plus à Maillage. Rendez à son rôle la permission « Mentionner @everyone, @here et tous les rôles », et prévenez ce groupe vous-même
announcements-its-channel = son salon
announcements-uncertain = peut-être envoyée. Regardez dans { $channel } : si elle n’y est pas, utilisez « Envoyer à nouveau ».
announcements-uncertain-gone = peut-être envoyée avant que ce groupe soit archivé : rien à faire.
    .linked = peut-être envoyée avant la fin du lien entre vos communautés : rien à faire.
announcements-cause-permission = je n’ai pas le droit d’écrire dans { $channel }. Dans les réglages de ce salon, accordez-moi { $permissions }, puis réessayez.
    .linked = je n’ai pas le droit d’écrire dans { $channel }. Son équipe d’organisation peut me l’accorder ; réessayez ensuite.
announcements-linked-channel = le salon des annonces de la communauté { $community }
announcements-removed-there = retirée par cette communauté
announcements-cause-channel-gone = son salon n’existe plus. Il est recréé de lui-même ; réessayez dans une minute.
    .place = ce salon n’existe plus. Il est recréé de lui-même ; réessayez dans une minute.
announcements-publication-waiting = pas encore publiée aux communautés qui suivent ce salon : Discord n’en accepte qu’une dizaine par heure
announcements-publication-done = publiée aux communautés qui suivent ce salon
announcements-publication-failed = pas publiée aux communautés qui suivent ce salon. Ouvrez le message et choisissez « Publier ».
announcements-cause-group-gone = ce groupe a été archivé entre-temps : rien à faire.
    .linked = vos communautés ne sont plus liées : rien à faire.
announcements-received = Annonce reçue de la communauté { $community }
announcements-received-remove = Retirer d’ici…
announcements-received-removed = « { $title } » n’est plus dans votre salon des annonces.
    .by = « { $title } » n’est plus dans votre salon des annonces : { $who } l’a retirée.
announcements-received-refused = Elle est encore là : Discord a refusé que je la retire. Appuyez de nouveau sur « Retirer d’ici… », ou supprimez-la à la main.
    .permission = Elle est encore là : je n’ai plus accès à { $channel }. Dans les réglages de ce salon, accordez-moi { $permissions }, puis appuyez de nouveau sur « Retirer d’ici… ».
    .too-late = Elle est encore là : Discord n’a rien accepté pendant une journée. Appuyez de nouveau sur « Retirer d’ici… », ou supprimez-la à la main.
announcements-received-ask = Retirer « { $title } » de votre salon des annonces ?
announcements-received-ask-hint = Elle reste chez { $community }, dont l’équipe d’organisation le verra dans son rapport.
announcements-received-confirm = Retirer d’ici
announcements-received-going = L’annonce est retirée de votre salon des annonces dans un instant.
announcements-received-gone = Cette annonce n’est plus dans votre salon des annonces : elle a déjà été retirée. Il n’y a rien à faire.
announcements-cause-too-late = Discord n’a rien accepté pendant une journée. Réessayez si l’annonce vaut encore.
announcements-cause-refused = Discord a refusé le message dans { $channel }. Réessayez ; si cela persiste, prévenez qui héberge Maillage.
announcements-report-late = Prévue { $when }, partie avec { $late } de retard
announcements-series-open = Voir la série
announcements-direct-why = Vous avez demandé à recevoir les annonces de la communauté { $community } en message privé.
announcements-direct-stop = Ne plus les recevoir
announcements-direct-delivered = { $count ->
    [one] { $count } reçu
   *[other] { $count } reçus
}
announcements-direct-waiting = { $count } à venir, un toutes les quelques secondes
    .recall = { $count } à retirer, un toutes les quelques secondes
announcements-direct-closed = { $count ->
    [one] { $count } personne n’accepte pas les messages privés
   *[other] { $count } personnes n’acceptent pas les messages privés
}
announcements-direct-declined = { $count ->
    [one] { $count } personne n’en veut plus, ou n’est plus là
   *[other] { $count } personnes n’en veulent plus, ou ne sont plus là
}
announcements-direct-failed = { $count ->
    [one] { $count } refusé par Discord. Réessayez plus tard ; si cela persiste, prévenez qui héberge Maillage
   *[other] { $count } refusés par Discord. Réessayez plus tard ; si cela persiste, prévenez qui héberge Maillage
}
announcements-direct-uncertain = { $count ->
    [one] { $count } peut-être reçu
   *[other] { $count } peut-être reçus
}
announcements-direct-removed = { $count ->
    [one] { $count } retiré
   *[other] { $count } retirés
}
announcements-direct-unsent = { $count ->
    [one] { $count } jamais parti
   *[other] { $count } jamais partis
}
announcements-retry = Réessayer les échecs
announcements-resend = Envoyer à nouveau

# Retirer
announcements-recall = Retirer…
announcements-recall-title = Retirer « { $title } » ?
announcements-recall-hint = L’annonce disparaît de partout ; ce qui est encore en route est arrêté, ou retiré dès son arrivée. Cela ne se défait pas, et qui l’a déjà lue l’a lue.
announcements-recall-confirm = Retirer l’annonce
announcements-back-to-report = Retour au rapport
announcements-progress-title-recall = Retrait en cours · { $title }
announcements-report-title-recall = Rapport de retrait · { $title }
announcements-report-recalled = Retirée par { $who }, { $when }
announcements-count-removed = { $count ->
    [one] { $count } retirée
   *[other] { $count } retirées
}
announcements-count-unsent = { $count ->
    [one] { $count } jamais partie
   *[other] { $count } jamais parties
}
announcements-removed = retirée
announcements-unsent = jamais partie
announcements-uncertain-recall = peut-être arrivée. Regardez dans { $channel } : si elle y est, supprimez-la à la main.
announcements-still-there = encore dans { $channel } : Discord a refusé que je la retire. Réessayez, ou supprimez-la à la main.

# Liste
announcements-list-title = Annonces
announcements-list-none = Aucune annonce pour l’instant. Écrivez la première avec `/annonce composer`.
announcements-list-open = Ouvrir une annonce
announcements-state-planned = programmée
announcements-state-ended = série terminée
announcements-state-missed = pas envoyée
announcements-state-cancelled = annulée
announcements-list-total = { $count ->
    [one] { $count } annonce
   *[other] { $count } annonces
}
announcements-list-counts = { $delivered } sur { $total }
announcements-state-draft = brouillon
announcements-state-sending = envoi en cours
announcements-state-finished = envoi terminé
announcements-state-recalling = retrait en cours
announcements-state-recalled = retirée

# Ce qui ne va pas
announcements-title-empty = Il manque le titre. Par exemple : « Soirée de réseautage le 4 décembre ».
announcements-body-empty = Il manque le texte de l’annonce. Une ou deux phrases suffisent.
announcements-title-long = Le titre compte { $length } caractères, { $most } au plus. Gardez l’essentiel ; le reste va dans le texte.
announcements-body-long = Le texte compte { $length } caractères, { $most } au plus. Raccourcissez-le, ou mettez un lien vers la suite.
announcements-alt-long = La description de l’image compte { $length } caractères, { $most } au plus. Gardez l’essentiel.
announcements-link-long = Le lien compte { $length } caractères, { $most } au plus. Cherchez-en un plus court vers la même page.
announcements-link-unsafe = « { $text } » n’est pas une adresse complète. Écrivez « { $suggestion } ».
announcements-link-unknown = « { $text } » n’est pas une adresse. Écrivez-la en entier, par exemple « https://example.org/programme ».
announcements-no-target = Personne n’est choisi. Choisissez dans les menus qui recevra l’annonce, puis « Envoyer ».
announcements-group-archived = { $count ->
    [one] Le groupe { $groups } a été archivé entre-temps : rien n’est parti.
   *[other] Les groupes { $groups } ont été archivés entre-temps : rien n’est parti.
} Revenez à l’aperçu pour revoir qui recevra l’annonce.
announcements-changed = Le brouillon a changé depuis cet écran : rien n’est parti. Revenez à l’aperçu et relisez-le avant de confirmer.
announcements-draft-gone = Ce brouillon n’existe plus : il a été abandonné, ou personne n’y a touché depuis trop longtemps. Recommencez avec `/annonce composer`.
announcements-plan-passed = { $start } : c’est déjà passé. Changez la date, par exemple « demain 9h ».
announcements-plan-end-alone = « { $text } » dit jusqu’à quand, mais l’annonce ne part qu’une fois. Choisissez à quel rythme la répéter, ou videz « Jusqu’à quand ».
announcements-plan-ends-early = La répétition finirait { $until }, avant le premier envoi : { $start }. Choisissez une fin plus tardive, ou un nombre de fois comme « 10 fois ».
announcements-plan-sent-already = Cette série est déjà partie { $sent } fois, et « { $text } » compte aussi ces fois-là : il n’en resterait aucune. Écrivez un nombre plus grand, par exemple « { $more } fois » ; pour arrêter la série, choisissez « Annuler… ».
announcements-plan-changed = Cette annonce a changé depuis cet écran : rien n’est fait. Rouvrez-la dans `/annonce liste` et recommencez.
announcements-planned-already = Cette annonce est déjà programmée. Regardez-la dans `/annonce liste` ; `/annonce programmer` change sa date.
announcements-plan-over = Cette annonce n’est plus programmée. Regardez-la dans `/annonce liste` : elle peut redevenir un brouillon.
announcements-not-planned = Cette annonce n’est pas programmée. Retrouvez-la dans `/annonce liste`.
announcements-confirmed-already = { $known ->
    [yes] <@{ $user }> a déjà confirmé cette annonce
   *[no] Quelqu’un de l’équipe a déjà confirmé cette annonce
} <t:{ $instant }:R> ; elle ne part qu’une fois. Suivez-la avec `/annonce rapport`.
announcements-unknown = Aucune annonce ne s’appelle « { $text } ». Choisissez-la dans `/annonce liste`.
announcements-no-report = Il n’y a pas encore de rapport : cette annonce n’a pas été envoyée. Retrouvez-la dans `/annonce liste`.
announcements-sending-still = L’envoi est encore en cours. Réessayez quand il sera terminé.
announcements-nothing-to-retry = Il n’y a plus rien à renvoyer : consultez le rapport avec `/annonce rapport`.
announcements-recall-unsent = Il n’y a rien à retirer : cette annonce n’a pas été envoyée. Retrouvez-la dans `/annonce liste`.
announcements-recalled-already = { $known ->
    [yes] <@{ $user }> a déjà retiré cette annonce
   *[no] Quelqu’un de l’équipe a déjà retiré cette annonce
} <t:{ $instant }:R>. Suivez le retrait avec `/annonce rapport`.

# Programmer
announcements-plan = Programmer…
announcements-plan-form = Quand l’envoyer
announcements-plan-when = Quand
announcements-plan-when-example = vendredi 9h
announcements-plan-when-hint = Le premier envoi, comme vous le diriez : « demain 9h », « 4 décembre 18h30 ».
announcements-plan-repeat = Répéter
announcements-repeat-once = Une seule fois
announcements-repeat-week = Chaque semaine
announcements-repeat-fortnight = Toutes les deux semaines
announcements-repeat-month-day = Chaque mois, le même jour (le 4)
announcements-repeat-month-weekday = Chaque mois, le même jour de semaine (2e mardi)
announcements-plan-until = Jusqu’à quand
announcements-plan-until-example = 30 juin 2027, ou 10 fois
announcements-plan-until-hint = Seulement si elle se répète. Laissez vide pour répéter sans fin.
announcements-plan-flawed = Date à corriger
announcements-plan-kept = Ce que vous avez écrit est gardé : « Corriger » rouvre le formulaire rempli.
announcements-plan-title = Programmer « { $title } » ?
announcements-plan-first = { $when } ({ $zone })
announcements-plan-then = Puis { $days }
announcements-plan-hint = Rien ne part d’ici là, et vous pouvez encore changer la date, modifier l’annonce ou annuler.
announcements-plan-confirm = Programmer
announcements-plan-change = Changer la date
announcements-plan-back = Retour
announcements-rule-week = Chaque { $weekday } à { $time }
announcements-rule-fortnight = Un { $weekday } sur deux à { $time }
announcements-rule-month-day = Le { $nth ->
    [1] 1er
   *[other] { $nth }
} de chaque mois à { $time }{ $nth ->
    [29] , ou le dernier jour du mois
    [30] , ou le dernier jour du mois
    [31] , ou le dernier jour du mois
   *[other] {""}
}
announcements-rule-month-weekday = Le { $nth ->
    [0] dernier
    [1] 1er
   *[other] { $nth }e
} { $weekday } de chaque mois à { $time }
announcements-rule-times = { $count } fois en tout
announcements-rule-left = { $count ->
    [one] encore { $count } fois
   *[other] encore { $count } fois
}
announcements-rule-sent = { $sent ->
    [one] { $sent } sur { $count } est déjà partie
   *[other] { $sent } sur { $count } sont déjà parties
}
announcements-rule-until = jusqu’au { $day }
announcements-planned-planned = Programmée
announcements-planned-ended = Série terminée : toutes ses dates sont passées
announcements-planned-missed = Pas envoyée : sa date est passée depuis plus d’un jour
announcements-planned-cancelled = Annulée : rien ne partira
announcements-cancel = Annuler…
announcements-cancel-title = Annuler « { $title } » ?
announcements-cancel-hint = Rien n’est parti. « Remettre en brouillon » garde le texte pour le changer ou l’envoyer autrement.
announcements-cancel-hint-series = « Passer cette date » ne touche pas aux suivantes. Si la série compte un nombre de fois, elle dure une date de plus. Ce qui est déjà parti reste.
announcements-cancel-confirm = Annuler l’envoi
announcements-cancel-series = Annuler la série
announcements-skip = Passer cette date
announcements-unplan = Remettre en brouillon
announcements-missed-title = Pas envoyée · { $title }
announcements-missed-once = Maillage n’a rien pu envoyer ce jour-là, et plus d’un jour a passé. Si l’annonce vaut encore, remettez-la en brouillon et envoyez-la.
announcements-missed-series = Maillage n’a rien pu envoyer à ces dates. La série continue à la date suivante, s’il y en a une.
announcements-doubtful-title = Peut-être pas envoyée · { $title }
announcements-doubtful-series = Maillage a repris d’après une sauvegarde et ne sait pas si l’annonce est partie à ces dates. Regardez dans les salons, et envoyez-la vous-même si elle n’y est pas. La série continue à la date suivante, s’il y en a une.
announcements-missed-open = Voir l’annonce
