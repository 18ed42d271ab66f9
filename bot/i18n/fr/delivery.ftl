# Ce que Maillage n’a pas pu faire, dit à l’équipe d’organisation
delivery-card = un message
delivery-maybe-repeated = Peut-être déjà envoyé : la réponse de Discord s’était perdue.
delivery-card-notice = un avis à l’équipe d’organisation
delivery-card-groups-panel = le panneau des groupes de travail

notice-title = Quelque chose n’a pas pu être fait
notice-footer = { $community } · référence { $reference }

notice-what-category = La catégorie « { $target } » n’a pas été créée ou réparée.
notice-what-channel = Le salon « { $target } » n’a pas été créé ou réparé.
notice-what-role = Le rôle « { $target } » n’a pas été créé ou réparé.
notice-what-role-give = { $person } n’a pas reçu le rôle « { $target } ».
notice-what-role-take = { $person } garde le rôle « { $target } », qui devait lui être retiré.
notice-what-message = { $has_target ->
    [no] Un envoi n’est pas parti : { $what }.
   *[yes] Un envoi vers { $target } n’est pas parti : { $what }.
}
notice-what-edit = { $has_target ->
    [no] Un message n’a pas été mis à jour : { $what }.
   *[yes] Un message dans { $target } n’a pas été mis à jour : { $what }.
}
notice-what-delete = { $has_target ->
    [no] Un message n’a pas été retiré.
   *[yes] Un message dans { $target } n’a pas été retiré.
}
notice-what-dm = { $has_person ->
    [no] Un message privé n’est pas parti : { $what }.
   *[yes] Un message privé à { $person } n’est pas parti : { $what }.
}
notice-what-thread = Un fil privé n’a pas été ouvert dans { $target }.
notice-what-scheduled = « { $what } » n’a pas été inscrit dans la liste d’événements du serveur.
notice-what-scheduled-edit = « { $what } » n’a pas été mis à jour dans la liste d’événements du serveur.
notice-what-scheduled-delete = « { $what } » est annulé, mais figure encore dans la liste d’événements du serveur.
notice-what-thread-member = { $person } n’a pas été ajouté au fil { $target }.

notice-why-permissions = { $count ->
    [one] Il manque sans doute à Maillage la permission { $permissions }.
   *[other] Il manque sans doute à Maillage une de ces permissions : { $permissions }.
}
    .do = Dans les paramètres du serveur, accordez { $count ->
        [one] la permission { $permissions }
       *[other] les permissions { $permissions }
    } au rôle de Maillage et placez ce rôle au-dessus de ceux des groupes. Les salons et les rôles se réparent alors d’eux-mêmes ; un envoi manqué est à refaire.
notice-why-may-not-schedule = Il manque à Maillage la permission { $permission }.
    .do = Accordez-la à son rôle dans les paramètres du serveur : les prochains événements y figureront, et celui-ci dès qu’il est modifié. La carte, les réponses et les rappels n’en dépendent pas. Si vous ne voulez pas de cette liste, il n’y a rien à faire : cet avis ne reviendra pas.
notice-why-too-many-scheduled = La liste d’événements du serveur est pleine : Discord s’arrête à 100 événements à venir ou en cours.
    .do = Retirez de cette liste ce qui n’a plus lieu d’y être ; l’événement y entre dès qu’il est modifié. La carte, les réponses et les rappels n’en dépendent pas.
notice-why-access = Maillage ne voit pas ce salon.
    .do = Dans les permissions du salon, accordez « Voir le salon » à Maillage.
notice-why-dms-closed = Cette personne n’accepte pas les messages privés de ce serveur.
    .do = Écrivez-lui dans un salon, ou demandez-lui d’autoriser les messages privés dans ses paramètres de confidentialité.
notice-why-flagged = Discord a bloqué les messages privés de Maillage, après un trop grand nombre d’envois.
    .do = Prévenez la personne qui héberge Maillage : aucun message privé ne part d’ici là.
notice-why-channel-gone = Ce salon n’existe plus.
    .do = Maillage recrée ses propres salons ; refaites l’envoi si son contenu est encore d’actualité.
notice-why-person-gone = Cette personne a quitté la communauté.
    .do = Rien à faire de votre côté.
notice-why-waited = Le salon ou le rôle qu’il fallait n’a pas pu être créé à temps.
    .do = Vérifiez que le rôle de Maillage a les permissions « Gérer les salons » et « Gérer les rôles », et qu’il est placé au-dessus de ceux des groupes.
notice-why-unreachable = Discord n’a pas répondu pendant une journée entière.
    .do = Refaites l’envoi si son contenu est encore d’actualité.
notice-why-expired = Il était trop tard : ce n’était plus d’actualité quand l’envoi est redevenu possible.
    .do = Prévenez vous-même les personnes concernées si c’est encore utile.
notice-why-uncertain = La réponse de Discord s’est perdue : le message est peut-être parti, peut-être pas. Il n’est pas renvoyé, pour ne pas le doubler.
    .do = Regardez dans le salon, et refaites l’envoi si le message n’y est pas.
notice-why-withdrawn = Le message a été retiré, mais la réponse de Discord s’était perdue : il est peut-être affiché malgré tout, et Maillage ne peut pas le vérifier.
    .do = Regardez dans le salon, et supprimez le message s’il y est.
notice-why-refused = Discord a refusé : { $answer }.
    .do = Transmettez cet avis à la personne qui héberge Maillage.
notice-why-fault = Un problème de notre côté l’a empêché.
    .do = Transmettez cet avis et sa référence à la personne qui héberge Maillage.
