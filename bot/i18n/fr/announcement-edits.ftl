# Modifier une annonce envoyée
announcements-edit = Modifier…
announcements-edit-form = Modifier l’annonce
announcements-edit-preview = Aperçu du nouveau texte, visible de vous seul. Il remplacera l’ancien partout ({ $reach }).
announcements-edit-send = Modifier partout…
announcements-edit-present = Texte actuel
announcements-edit-present-line = C’est ce qui se lit en ce moment.
announcements-edit-back = Retour au nouveau texte
announcements-edit-title = Modifier « { $title } » partout ?
announcements-edit-hint = Le nouveau texte remplace l’ancien dans ces salons ; ce qui est encore en route partira avec le nouveau. Personne n’est prévenu, et l’ancien texte reste dans le journal.
announcements-edit-confirm = Modifier partout
announcements-edit-dropped = Modification abandonnée : l’annonce reste comme elle est.
announcements-edit-overtaken-warning = { $who } a modifié cette annonce { $when }, pendant que vous écriviez. Votre texte est gardé ; si vous le confirmez, il remplace le sien. Comparez avec « Texte actuel ».
announcements-progress-title-edit = Modification en cours · { $title }
announcements-report-edited = Modifiée par { $who }, { $when }
announcements-state-editing = modification en cours
announcements-act-edited = Modifiée par { $who }
announcements-stale-waiting = ancien texte, bientôt remplacé
announcements-stale-permission = l’ancien texte est encore dans { $channel } : je n’y ai plus accès. Dans les réglages de ce salon, accordez-moi { $permissions }, puis réessayez.
announcements-stale-too-late = l’ancien texte est encore dans { $channel } : Discord n’a rien accepté pendant une journée. Réessayez.
announcements-stale-refused = l’ancien texte est encore dans { $channel } : Discord a refusé le nouveau. Réessayez ; si cela persiste, prévenez qui héberge Maillage.

# Ce qui ne va pas
announcements-edit-unsent = Cette annonce n’est pas encore envoyée : ouvrez-la dans `/annonce liste`, et modifiez-la là.
announcements-edit-recalled = Cette annonce a été retirée : il n’y a plus rien à modifier. Pour la reprendre, écrivez-en une nouvelle avec `/annonce composer`.
announcements-edit-same = Le texte n’a pas changé. Choisissez « Corriger » pour le modifier, ou « Abandonner ».
announcements-edit-changed = Votre texte a changé depuis cet écran : l’annonce n’a pas bougé. Revenez à l’aperçu et relisez-le avant de confirmer.
announcements-edit-overtaken = { $known ->
    [yes] <@{ $user }> a modifié cette annonce
   *[no] Quelqu’un de l’équipe a modifié cette annonce
} <t:{ $instant }:R> : votre texte est gardé, mais rien n’a changé. Revenez à l’aperçu pour comparer, puis confirmez à nouveau.
announcements-edit-done = Cette modification est déjà faite. Suivez-la avec `/annonce rapport`.
announcements-edit-gone = Cette modification n’existe plus : elle a été abandonnée, ou personne n’y a touché depuis trop longtemps. Recommencez avec `/annonce modifier`.

# Modifier une annonce programmée
announcements-revision-preview = Modification d’une annonce programmée, visible de vous seul. Pour { $reach }.
announcements-revision-save = Enregistrer…
announcements-revision-title = Modifier « { $title } », programmée ?
announcements-revision-hint = Rien ne part maintenant : l’annonce partira ainsi à sa date, à ces destinataires. Le texte d’avant reste dans le journal.
announcements-revision-hint-approval = Une autre personne de l’équipe d’organisation doit donner son accord. D’ici là, l’annonce reste programmée telle qu’elle était.
announcements-revision-confirm = Enregistrer
announcements-change-none = rien
announcements-change-picture-added = Image : ajoutée
announcements-change-picture-replaced = Image : remplacée
announcements-change-picture-removed = Image : enlevée
announcements-change-link = Lien : { $before } → { $after }
announcements-change-targets = Destinataires : { $before } → { $after }
announcements-change-mention = Mention : { $before } → { $after }
announcements-revision-over = L’annonce programmée est partie entre-temps, ou elle a été annulée : rien n’a changé, et rien n’est parti. Votre texte est gardé comme brouillon dans `/annonce liste` : si vous l’envoyez maintenant, c’est une annonce à part ; sinon, choisissez « Abandonner ».
announcements-revision-same = Rien n’a changé : ni le texte, ni les destinataires. Choisissez « Corriger » ou les menus pour modifier l’annonce, ou « Abandonner ».
announcements-revision-dated = Ceci modifie une annonce déjà programmée, et garde sa date. Pour la changer, ouvrez l’annonce programmée dans `/annonce liste` et choisissez « Changer la date ».
