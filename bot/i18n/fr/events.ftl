# La carte
events-answer-going = Je viens
events-answer-maybe = Peut-être
events-answer-declined = Je ne viens pas
events-open-link = Ouvrir le lien
events-for-members = réservé aux membres
events-for-everyone = ouvert à tout le monde
events-place-unknown = lieu à préciser
events-status-cancelled = Cet événement est annulé.
events-status-over = Cet événement est passé.
events-going = { $count ->
    [0] Personne ne s’est encore annoncé
    [1] 1 personne vient
   *[other] { $count } personnes viennent
}
events-maybe = { $count } peut-être
events-declined = { $count ->
    [one] { $count } ne vient pas
   *[other] { $count } ne viennent pas
}
events-and-others = { $named } + { $count }
events-own = Votre réponse : **{ $answer }**
events-moment = { $when } ({ $zone })

# Dans la liste d’événements du serveur
events-scheduled-answer = Pour vous inscrire, répondez sur la carte de Maillage : « Intéressé » ne suffit pas.
events-scheduled-online = en ligne

# Répondre
events-noted-going = C’est noté : vous venez à **{ $title }**, { $when }.
events-noted-maybe = C’est noté : vous viendrez peut-être à **{ $title }**, { $when }. Dites « Je viens » quand vous le saurez.
events-noted-declined = C’est noté : vous ne venez pas à **{ $title }**, { $when }. Vous pouvez changer d’avis jusqu’à la fin.
events-noted-already-going = C’était déjà noté : vous venez à **{ $title }**, { $when }.
events-noted-already-maybe = C’était déjà noté : vous viendrez peut-être à **{ $title }**, { $when }.
events-noted-already-declined = C’était déjà noté : vous ne venez pas à **{ $title }**, { $when }.
events-cancelled-no-answer = **{ $title }** est annulé : il n’y a plus rien à répondre. Voyez ce qui vient avec `/evenement liste`.
events-over-no-answer = **{ $title }** est passé : il n’y a plus rien à répondre. Voyez ce qui vient avec `/evenement liste`.
events-members-only = **{ $title }** est réservé aux membres. Rejoignez un groupe de travail avec `/groupe rejoindre`, puis répondez à nouveau.
events-members-only-guest = **{ $title }** est réservé aux membres, et votre rôle est celui d’un partenaire ou d’une personne invitée. Parlez-en à l’équipe d’organisation.
events-gone = Cet événement n’existe plus. Voyez ce qui vient avec `/evenement liste`.
events-unknown = Aucun événement à venir ne s’appelle « { $text } ». Choisissez dans la liste qui s’ouvre quand vous tapez.
events-several = Plusieurs événements à venir correspondent à « { $text } ». Choisissez dans la liste qui s’ouvre quand vous tapez.

# Listes
events-list-upcoming = Événements à venir
events-list-mine = Mes événements
events-none-upcoming = Rien n’est prévu pour l’instant. L’équipe d’organisation annonce un événement avec `/evenement-admin creer`.
events-none-mine = Aucun événement ne vous attend pour l’instant. Voyez ce qui vient avec `/evenement liste` et répondez d’un bouton.
events-total = { $count ->
    [one] { $count } événement
   *[other] { $count } événements
}

# Rappels et nouvelles
events-reminder = C’est { $remaining }.
events-moved = **{ $title }** change de date : il était prévu { $before }.
events-place-changed = **{ $title }** change de lieu : { $place }.
events-cancelled = **{ $title }**, prévu { $when }, est annulé.
events-mentions-and-all = { $named } et toutes les autres personnes qui viennent

# Le formulaire
events-form-create = Nouvel événement
events-form-edit = Modifier l’événement
events-form-cancel = Annuler l’événement
events-form-title = Titre
events-form-start = Quand
    .example = vendredi 4 décembre 18h30
    .hint = Le jour et l’heure, comme vous le diriez
events-form-duration = Durée
    .example = 2h
events-form-place = Où
    .example = Espace KIKK, Namur
    .hint = Un lieu, un lien, ou les deux
events-form-description = Description
events-form-reason = Motif
    .hint = Les personnes qui viennent le liront

# L’aperçu
events-preview = Voici la carte, telle que tout le monde la verra. Rien n’est encore publié.
events-preview-edit = Voici ce qui change. Rien n’est encore enregistré.
events-understood = 🗓️ Date comprise : **{ $when }**
events-nothing-changes = Rien ne change pour l’instant : corrigez ou choisissez autre chose.
events-reach = 📣 Publication dans le salon des événements et chez { $groups } : { $count ->
    [0] personne n’y est encore
    [1] 1 personne
   *[other] { $count } personnes
}.
events-reach-no-group = 📣 Publication dans le salon des événements. Choisissez des groupes pour que leur salon l’affiche aussi.
events-choose-groups = Groupes de travail
events-choose-partner = Partenaire
events-choose-audience = Public
events-no-partner = Sans partenaire
events-audience-members = Réservé aux membres
events-audience-open = Ouvert à tout le monde
events-publish = Publier
events-save = Enregistrer
events-correct = Corriger
events-discard = Abandonner
events-change = ✏️ { $what } : { $old } → **{ $new }**
events-field-title = Titre
events-field-when = Date
events-field-duration = Durée
events-field-place = Lieu
events-field-groups = Groupes
events-field-partner = Partenaire
events-field-audience = Public
events-nothing = aucun
events-description-changes = ✏️ La description change.
events-change-told = 📣 { $count ->
    [one] { $count } personne qui vient ou viendra peut-être sera prévenue
   *[other] { $count } personnes qui viennent ou viendront peut-être seront prévenues
}.

# Ce qui est fait
events-channel = le salon des événements
events-published = **{ $title }** est publié : { $when }.
events-stands = Sa carte paraît dans { $channel } et dans { $groups } ({ $count ->
    [0] personne pour l’instant
    [1] 1 personne
   *[other] { $count } personnes
}).
events-stands-there = Sa carte paraît dans { $channel }.
events-reminders-both = Rappels : la veille à la même heure, puis une heure avant.
events-reminders-hour = Rappel : une heure avant. Il est trop tard pour celui de la veille.
events-reminders-none = Sans rappel : il commence dans moins d’une heure.
events-applied = **{ $title }** est enregistré : { $when }.
events-applied-told = { $count ->
    [one] La personne qui vient est prévenue dans les salons.
   *[other] Les { $count } personnes concernées sont prévenues dans les salons.
}
events-cancel-ask = Annuler **{ $title }**, prévu { $when } ?
events-cancel-concerned = { $count ->
    [0] Personne ne s’est encore annoncé.
    [1] 1 personne vient ou viendra peut-être ; elle sera prévenue, et les rappels sont retirés.
   *[other] { $count } personnes viennent ou viendront peut-être ; elles seront prévenues, et les rappels sont retirés.
}
events-cancel-no-reason = Aucun motif n’est donné.
events-cancel-confirm = Annuler l’événement
events-cancel-reason = Changer le motif
events-cancel-keep = Garder l’événement
events-called-off = **{ $title }** est annulé. { $count ->
    [0] Personne n’était à prévenir.
    [1] La personne qui venait est prévenue dans les salons.
   *[other] Les { $count } personnes concernées sont prévenues dans les salons.
}
events-dropped-create = Abandonné : rien n’a été publié.
events-dropped-edit = Abandonné : l’événement reste comme il était.
events-dropped-cancel = L’événement est maintenu : rien n’a changé.

# Ce qui ne va pas
events-title-missing = Il manque le titre. Écrivez par exemple « Rencontre sécurité ».
events-title-long = Le titre compte { $length } caractères : gardez-en { $limit } au plus, et mettez le reste dans la description.
events-description-long = La description compte { $length } caractères : gardez-en { $limit } au plus.
events-place-long = Le lieu compte { $length } caractères : gardez-en { $limit } au plus, et mettez le reste dans la description.
events-link-long = Le lien compte { $length } caractères : donnez une adresse de { $limit } caractères au plus.
events-reason-long = Le motif compte { $length } caractères : gardez-en { $limit } au plus.
events-start-passed = La date comprise, { $start }, est passée entre-temps. Corrigez-la.
events-end-passed = Avec cette durée, l’événement serait déjà fini : { $end }. Donnez une durée plus longue.
events-partner-unknown = Aucun partenaire ne s’appelle « { $text } ». Choisissez parmi : { $partners }.
events-partner-gone = Ce partenaire n’est plus dans la liste. Choisissez-en un autre.
events-draft-gone = Cette préparation n’existe plus : elle se garde un jour. Recommencez avec `/evenement-admin creer`, `modifier` ou `annuler`.
events-draft-dropped = Cette préparation a été abandonnée : rien n’a été fait. Recommencez avec `/evenement-admin creer`, `modifier` ou `annuler`.
events-published-already = **{ $title }** est déjà publié, par <@{ $person }>. Rien n’a été fait deux fois.
events-applied-already = Ces changements de **{ $title }** sont déjà enregistrés. Rien n’a été fait deux fois.
events-cancelled-already = **{ $title }** est déjà annulé, par <@{ $person }>.
events-changed-meanwhile = **{ $title }** a été modifié entre-temps. Rouvrez `/evenement-admin modifier` pour partir de ce qui est vrai maintenant.
events-over = **{ $title }** est passé : on ne le change plus.
events-begun = **{ $title }** a commencé : on ne l’annule plus.
