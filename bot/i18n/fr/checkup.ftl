# Vérifier la configuration
checkup-title = Vérification de la configuration
checkup-well = Tout est en ordre : les permissions de Maillage, ses { $channels } salons et catégories, et { $roles ->
    [one] le rôle de { $roles } groupe
   *[other] les rôles de { $roles } groupes
}.
checkup-waiting = { $count ->
    [one] { $count } envoi attend son heure
   *[other] { $count } envois attendent leur heure
}
checkup-more = { $count ->
    [one] Et encore { $count } point. Réglez d’abord ceux-ci, puis recommencez.
   *[other] Et encore { $count } points. Réglez d’abord ceux-ci, puis recommencez.
}
checkup-others = { $count ->
    [one] { $count } autre
   *[other] { $count } autres
}
checkup-intent = Discord ne dit pas à Maillage qui quitte la communauté.
    .do = La personne qui héberge Maillage doit activer « Server Members Intent » dans le portail des développeurs (Bot), puis redémarrer le bot.
checkup-server-permissions = { $count ->
    [one] Il manque à Maillage une permission sur le serveur :
   *[other] Il manque à Maillage { $count } permissions sur le serveur :
}
    .do = Dans *Paramètres du serveur → Rôles → { $role } → Permissions*, accordez-{ $count ->
        [one] la
       *[other] les
    }. Ce qui attendait se répare alors de lui-même.
checkup-roles-above = { $count ->
    [one] Le rôle { $roles } n’est pas au-dessous de celui de Maillage, qui ne peut ni le donner ni le reprendre.
   *[other] Les rôles { $roles } ne sont pas au-dessous de celui de Maillage, qui ne peut ni les donner ni les reprendre.
}
    .do = Dans *Paramètres du serveur → Rôles*, faites glisser le rôle **{ $role }** au-dessus des rôles des groupes.
checkup-channel-permissions = { $count ->
    [one] Dans { $channels }, il manque à Maillage une permission :
   *[other] Dans { $channels }, il manque à Maillage { $count } permissions :
}
    .do = Dans *Modifier le salon → Permissions*, accordez-{ $count ->
        [one] la
       *[other] les
    } à **{ $role }**{ $places ->
        [one] .
       *[other] , salon par salon.
    }
checkup-history = Dans { $channels }, Maillage ne voit pas les anciens messages : après une panne, rien ne lui dit si un envoi y est arrivé.
    .do = Dans *Modifier le salon → Permissions*, accordez « Voir les anciens messages » à **{ $role }**.
checkup-channels-missing = { $count ->
    [one] Un salon ou une catégorie n’existe pas : { $channels }.
   *[other] { $count } salons ou catégories n’existent pas : { $channels }.
}
    .do = { $blocked ->
        [yes] Accordez d’abord les permissions qui manquent, puis recommencez cette vérification.
       *[no] Maillage s’en occupe : recommencez cette vérification dans une minute.
    }
checkup-roles-missing = { $count ->
    [one] Le rôle d’un groupe n’existe pas : { $roles }.
   *[other] Les rôles de { $count } groupes n’existent pas : { $roles }.
}
    .do = { $blocked ->
        [yes] Accordez d’abord « Gérer les rôles », puis recommencez cette vérification.
       *[no] Maillage s’en occupe : recommencez cette vérification dans une minute.
    }
checkup-organiser-role = Le rôle de l’équipe d’organisation n’existe plus : seules les personnes qui gèrent le serveur peuvent employer vos commandes.
    .do = Donnez « Gérer le serveur » aux personnes de l’équipe. Un nouveau rôle du même nom n’y change rien.
checkup-paused = { $count ->
    [0] Maillage reprend d’après une sauvegarde : rien ne part tant que tout n’a pas été recherché sur Discord.
    [one] Maillage reprend d’après une sauvegarde : { $count } envoi est encore à rechercher sur Discord, et rien ne part d’ici là.
   *[other] Maillage reprend d’après une sauvegarde : { $count } envois sont encore à rechercher sur Discord, et rien ne part d’ici là.
}
    .do = C’est l’affaire de quelques minutes. Si cela dure, prévenez la personne qui héberge Maillage.
checkup-late = { $count ->
    [one] { $count } envoi est en retard de plus d’une minute.
   *[other] { $count } envois sont en retard de plus d’une minute.
}
    .do = Si le nombre ne baisse pas, prévenez la personne qui héberge Maillage.
checkup-failed = { $count ->
    [one] { $count } envoi a échoué ces sept derniers jours.
   *[other] { $count } envois ont échoué ces sept derniers jours.
}
    .do = Les avis du salon d’organisation et les rapports d’envoi disent lesquels et pourquoi. Refaites ce qui est encore d’actualité.
checkup-uncertain = { $count ->
    [one] D’un envoi de ces sept derniers jours, nul ne sait s’il est arrivé.
   *[other] De { $count } envois de ces sept derniers jours, nul ne sait s’ils sont arrivés.
}
    .do = Les avis du salon d’organisation et les rapports d’envoi disent où regarder.
checkup-unpublished = { $channels } est un salon ordinaire : les annonces n’y sont pas publiées vers les serveurs qui le suivraient.
    .do = Si vous le souhaitez, activez *Salon d’annonces* dans *Modifier le salon*. Sinon, il n’y a rien à faire.
