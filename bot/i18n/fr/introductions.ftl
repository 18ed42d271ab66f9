introductions-register = S’inscrire
introductions-register-again = S’inscrire à nouveau
introductions-somebody = une personne qui n’est plus là
introductions-yes = Oui
introductions-no = Non

# Demander
introductions-reason = Pourquoi cette rencontre ?
    .example = Vos capteurs m’intéressent pour un projet d’entrepôt
introductions-reason-title = Rencontrer { $who }
introductions-reason-short = La raison est trop courte. Écrivez au moins { $least } caractères, par exemple « Vos capteurs m’intéressent pour notre entrepôt ».
introductions-reason-long = La raison compte { $count } caractères ; { $most } au plus. Gardez l’essentiel.
introductions-oneself = C’est vous ! Choisissez une autre personne à rencontrer.
introductions-bot = Un bot ne peut pas être mis en relation. Choisissez une personne.
introductions-absent = Cette personne n’est plus dans la communauté. Choisissez quelqu’un d’autre.
introductions-register-first = Inscrivez-vous d’abord aux mises en relation : cela prend une minute.
introductions-not-registered = Cette personne n’est pas inscrite aux mises en relation. Vous pouvez l’inviter à taper « /mise-en-relation inscrire ».
introductions-asked-already = Votre demande à cette personne attend déjà sa réponse. « /mise-en-relation liste » la montre.
introductions-asked-by-them = Cette personne vous a déjà demandé une mise en relation : il ne manque que votre oui.
introductions-introduced = { $thread ->
    [none] Votre mise en relation date d’il y a peu : écrivez-lui directement.
   *[other] Votre mise en relation date d’il y a peu : retrouvez-vous dans <#{ $thread }>.
}
introductions-unavailable = Cette personne n’est pas disponible pour l’instant. Essayez avec quelqu’un d’autre.
introductions-too-many = Vous avez déjà { $most } demandes en attente. Attendez une réponse avant d’en faire une autre.
introductions-sent = Votre demande est enregistrée pour { $who }. Sa réponse est attendue jusqu’au { $until } ; vous en aurez des nouvelles.

# La demande, chez la personne demandée
introductions-asked-title = { $who } souhaite vous rencontrer
introductions-asked-why = **Pourquoi vous**
introductions-asked-until = ⏳ Réponse attendue avant { $when } ({ $left })
introductions-asked-promise = { $community } · Un oui ouvre un fil privé pour vous deux. Un non reste discret : aucune raison n’est demandée ni donnée.
introductions-unknown = Cette demande ne vous est pas adressée. « /mise-en-relation liste » montre les vôtres.
introductions-late-accepted = { $thread ->
    [none] Vous aviez déjà dit oui : le fil privé s’ouvre.
   *[other] Vous aviez déjà dit oui : retrouvez-vous dans <#{ $thread }>.
}
introductions-late-declined = Vous aviez déjà dit non. Si vous changez d’avis, faites vous-même une demande avec « /mise-en-relation demander ».
introductions-late-expired = Cette demande a pris fin sans réponse. Si la rencontre vous tente, faites vous-même une demande avec « /mise-en-relation demander ».
introductions-late-closed = Cette demande n’est plus d’actualité.

# Ce que devient une demande reçue
introductions-received-pending = **{ $who }** attend votre réponse, avant { $until }
introductions-received-accepted = { $thread ->
    [none] **{ $who }** · vous avez dit oui : un fil privé s’ouvre pour vous deux
   *[other] **{ $who }** · vous avez dit oui : retrouvez-vous dans { $thread }
}
introductions-received-declined = **{ $who }** · vous avez dit non
introductions-received-expired = **{ $who }** · sans réponse de votre part
introductions-received-closed = **{ $who }** · cette demande n’est plus d’actualité

# Ce que devient une demande faite
introductions-mine-pending = **{ $who }** · réponse attendue avant { $until }
introductions-mine-accepted = { $thread ->
    [none] **{ $who }** · c’est oui : un fil privé s’ouvre pour vous deux
   *[other] **{ $who }** · c’est oui : retrouvez-vous dans { $thread }
}
introductions-mine-declined = **{ $who }** · pas cette fois
introductions-mine-expired = **{ $who }** · sans réponse
introductions-outcome-title = Votre demande à { $who }
introductions-outcome-no = Cette rencontre ne se fera pas cette fois : { $who } n’est pas disponible pour l’instant.
introductions-outcome-expired = { $who } n’a pas répondu en sept jours ; votre demande a pris fin. L’absence de réponse ne dit rien de votre proposition.
introductions-outcome-next = D’autres personnes cherchent peut-être ce que vous apportez : « /mise-en-relation demander », dans la communauté.

# La rencontre
introductions-private-title = Mise en relation
introductions-opening-hello = { $who }, vous souhaitez vous rencontrer.
introductions-opening-title = { $who }
introductions-opening-why = **Pourquoi vous deux** · { $who } l’a dit ainsi :
introductions-opening-bridge = 🤝 { $giver } apporte ce que { $seeker } cherche : { $words }
introductions-opening-next = Pour commencer : proposez chacun deux moments de vingt minutes cette semaine.
introductions-unopened-title = La rencontre est acceptée
introductions-unopened = { $who }, c’est oui des deux côtés, mais le fil privé n’a pas pu s’ouvrir. Écrivez-vous directement ; l’équipe d’organisation est prévenue.

# Quitter et voir
introductions-not-in = Vous ne participez pas aux mises en relation : rien à quitter.
introductions-left = { $count ->
    [0] Vous avez quitté les mises en relation. Votre profil est gardé ; « /profil supprimer » l’efface.
    [one] Vous avez quitté les mises en relation et votre demande en attente a pris fin. Votre profil est gardé ; « /profil supprimer » l’efface.
   *[other] Vous avez quitté les mises en relation et vos { $count } demandes en attente ont pris fin. Votre profil est gardé ; « /profil supprimer » l’efface.
}
introductions-list-title = Vos mises en relation
introductions-list-empty = Aucune demande pour l’instant. « /mise-en-relation demander » propose une rencontre à une personne inscrite.
introductions-list-outside = Aucune demande pour l’instant. Inscrivez-vous pour rencontrer d’autres membres.
introductions-list-answer = Répondre à une demande reçue
introductions-list-total = { $count ->
    [one] { $count } demande
   *[other] { $count } demandes
}
