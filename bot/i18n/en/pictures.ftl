# Pictures that people attach
pictures-too-large = The picture has { $size } MB, { $most } MB at most. Make it smaller and attach it with “Edit”; the rest is kept.
pictures-not-one = This file is not a picture that Discord shows. Attach a PNG, JPEG, GIF or WebP with “Edit”; the rest is kept.
pictures-not-received = The picture did not reach me. Attach it again with “Edit”; the rest is kept.
