# Lo que dice `postrider code`, y su ayuda.

cli-unknown = no se sabe nada de «{ $asked }».
cli-alike = ¿Quería decir alguno de estos?
cli-two = los códigos se comparan de dos en dos. De «{ $asked }» se pueden comparar estos:
cli-try-search = Busque con `postrider code search WORD`, o véalos todos con `postrider code list`.
cli-nothing-found = nada menciona «{ $asked }»: pruebe con menos palabras o con otras.
cli-found = { $count ->
    [one] Se encontró uno.
    [many] Se encontraron { $count }.
   *[other] Se encontraron { $count }.
}
cli-listed = { $count ->
    [0] No hay ninguno de esta clase.
    [one] Un código.
    [many] { $count } de códigos.
   *[other] { $count } códigos.
}
cli-causes = Cada una con su intercambio: `postrider code cause-no-ehlo`.

help-usage = Uso
help-commands = Comandos
help-arguments = Argumentos
help-options = Opciones
help-help = Muestra esta ayuda
help-default = valor predeterminado: { $value }
help-mark-options = [OPCIONES]
help-mark-command = <COMANDO>
help-value-code = CÓDIGO
help-value-lang = IDIOMA
help-value-command = COMANDO
help-value-digit = DÍGITO
help-value-word = PALABRA
help-value-address = DIRECCIÓN
help-value-dir = CARPETA
help-value-url = URL
help-value-file = ARCHIVO
help-value-id = ID
help-value-count = CANTIDAD
help-code =
    .about = Explica un código de respuesta, un código ampliado o una respuesta de este servidor, o compara dos códigos
    .long = Qué preguntar: 503, 5.7.26, "550 5.7.26" tal como aparece en un registro, el identificador al final de un rechazo de este servidor, como rcpt-before-mail, dos códigos para comparar: 250 503, o el comienzo de los códigos: 5yz, 57z, 5.7. Código de salida: 0; 1 si no se sabe nada de lo que se preguntó; 2 si los argumentos no se pueden usar.
    .words = Un código, o dos para comparar.
    .json = Para programas: JSON.
    .lang = El idioma, como vi; si no se indica, se consultan POSTRIDER_LANG, LC_ALL, LC_MESSAGES y LANG, en este orden.
help-code-list =
    .about = Enumera los códigos de respuesta, o los que pueden responder a un comando
    .command = Los que pueden responder a este comando: RCPT, AUTH, connection (el saludo), content (el final del mensaje).
    .class = Los que tienen este primer dígito: de 2 a 5.
    .enhanced = Los códigos ampliados registrados, en lugar de los códigos de respuesta.
    .own = En su lugar, las respuestas de este servidor, por sus identificadores.
    .json = Para programas: JSON.
    .lang = El idioma, como vi; si no se indica, se consultan POSTRIDER_LANG, LC_ALL, LC_MESSAGES y LANG, en este orden.
help-code-search =
    .about = Busca palabras en nombres y explicaciones, en el idioma elegido y en inglés
    .words = Tienen que encontrarse todas.
    .json = Para programas: JSON.
    .lang = El idioma, como vi; si no se indica, se consultan POSTRIDER_LANG, LC_ALL, LC_MESSAGES y LANG, en este orden.
help-why =
    .about = Dice por qué se rechazó el correo: qué línea lo demuestra, qué paso falta o falló, quién tiene que actuar y si conviene volver a intentarlo
    .long = Qué acepta: una conversación con un servidor, tal como la muestran swaks, curl -v, smtplib, Nodemailer, PHPMailer, JavaMail, msmtp, openssl y otros, líneas de un registro de correo, un aviso de rebote, el error de un programa o una respuesta. Las contraseñas se quitan antes de mostrar nada; no se guarda nada, y nada sale de esta máquina. Código de salida: 0; 1 si no se sabe nada al respecto; 2 si los argumentos o la entrada no se pueden usar.
    .file = Un archivo con lo que tenga, o - para la entrada estándar; si se pasa algo por una tubería, no hace falta indicar nada. Si no hay ningún archivo con ese nombre, puede ser un código, como 550 o 5.7.1, del que se dice qué significa en general; una respuesta, como '550 5.1.1 User unknown', que se explica tal cual; o una dirección IP, una red, una dirección de correo, un dominio o un nombre de usuario: entonces se muestran los últimos rechazos relacionados.
    .code = El código ampliado que sigue a un código de respuesta, como en 550 5.7.1.
    .json = Para programas: JSON.
    .lang = El idioma, como vi; si no se indica, se consultan POSTRIDER_LANG, LC_ALL, LC_MESSAGES y LANG, en este orden.
    .session = Una sesión de este servidor, tal como la nombra su registro: qué se dijo y por qué.
    .message = Un mensaje que este servidor aceptó: la sesión en la que llegó y qué fue de él.
    .limit = Cuántas clases de rechazos relacionados con una dirección, una red, un dominio o un nombre de usuario se muestran, empezando por la más reciente. Los que son iguales forman una sola clase y se muestran una vez.
    .config = La configuración; `postrider init` escribe una para empezar.
    .data = La carpeta de datos, para la cola y los Maildir [valor predeterminado: la de la configuración, o $XDG_STATE_HOME/postrider, o ~/.local/state/postrider].
