# Les images qu’on joint
pictures-too-large = L’image pèse { $size } Mo, { $most } Mo au plus. Réduisez-la, puis joignez-la avec « Corriger » ; le reste est gardé.
pictures-not-one = Ce fichier n’est pas une image que Discord montre. Joignez un PNG, un JPEG, un GIF ou un WebP avec « Corriger » ; le reste est gardé.
pictures-not-received = L’image ne m’est pas parvenue. Joignez-la de nouveau avec « Corriger » ; le reste est gardé.
