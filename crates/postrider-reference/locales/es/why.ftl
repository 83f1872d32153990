# Lo que dice `postrider why` en torno a las situaciones, causas y clases que encuentra.

why-several = { $count ->
    [one] Un hallazgo.
    [many] { $count } de hallazgos. Cada uno tiene su propio motivo; lo que solo se deriva de otro se nombra con él.
   *[other] { $count } hallazgos. Cada uno tiene su propio motivo; lo que solo se deriva de otro se nombra con él.
}
why-echoes = { $count ->
    [one] El rechazo de la línea { $lines }.
    [many] Los rechazos de las líneas { $lines }.
   *[other] Los rechazos de las líneas { $lines }.
}
why-again = { $count ->
    [one] En la línea { $lines }.
    [many] { $count } veces, en las líneas { $lines }.
   *[other] { $count } veces, en las líneas { $lines }.
}
why-left = { $count ->
    [one] De un registro se muestran solo los primeros rechazos: hay uno más que no se muestra.
    [many] De un registro se muestran solo los primeros rechazos: hay { $count } más que no se muestran.
   *[other] De un registro se muestran solo los primeros rechazos: hay { $count } más que no se muestran.
}
why-cut = Había más: solo se miraron las primeras { $lines } líneas, o { $mebibytes } MiB.

why-code = { $code } significa en general: { $name }.
why-code-alone = Un código solo no dice más que eso. El texto que venía con él diría más, y también el comando anterior: pegue la línea completa.
why-final = Esto es definitivo, diga lo que diga el código: el mensaje ha vuelto, y ninguna cola lo intenta ya.
why-final-hours = { $count ->
    [one] Esto es definitivo, diga lo que diga el código: la cola se rindió después de { $count } hora, y el mensaje ha vuelto.
    [many] Esto es definitivo, diga lo que diga el código: la cola se rindió después de { $count } de horas, y el mensaje ha vuelto.
   *[other] Esto es definitivo, diga lo que diga el código: la cola se rindió después de { $count } horas, y el mensaje ha vuelto.
}
why-final-days = { $count ->
    [one] Esto es definitivo, diga lo que diga el código: la cola se rindió después de { $count } día, y el mensaje ha vuelto.
    [many] Esto es definitivo, diga lo que diga el código: la cola se rindió después de { $count } de días, y el mensaje ha vuelto.
   *[other] Esto es definitivo, diga lo que diga el código: la cola se rindió después de { $count } días, y el mensaje ha vuelto.
}

arrival-delivered = No falló nada: el mensaje ha llegado al buzón.
    .cause = Es un informe de éxito, tal como lo había pedido el remitente.
    .check = ¿Está en la carpeta de spam, y hay reglas del buzón que lo muevan o lo reenvíen?
arrival-relayed = No falló nada: el mensaje se pasó a un servidor que no envía informes de éxito.
    .cause = Es un informe de éxito, tal como lo había pedido el remitente, y el último: solo se sabrá más si falla allí.
    .check = ¿Qué dice el registro de ese servidor sobre este destinatario?
arrival-expanded = No falló nada: el mensaje ha llegado a una lista o a un alias, y se envió a todos los que están detrás.
    .cause = Es un informe de éxito, tal como lo había pedido el remitente. Cómo fue con cada uno de ellos no figura en ningún informe de este.
    .check = ¿Está detrás de esta dirección el destinatario que lo echa en falta?
arrival-at = Ahora lo tiene { $host }.

needs-anything = Aquí no hay nada de SMTP. Pegue la conversación con el servidor, líneas de un registro, el aviso de rebote o el texto completo del error.
needs-refusal = Hay una conversación, y en ella no se rechazó nada. Pegue la parte en la que algo sale mal, con lo que hay antes.
needs-context = Ninguna regla conoce lo que se dijo aquí. Pegue la respuesta completa con los comandos anteriores, o el aviso de rebote completo. Si no hay más, envíe estas líneas a los autores de postrider, sin contraseñas ni nombres: así habrá una regla.

step-missing = Falta `{ $verb }`: no se envió, o no se aceptó.
step-perhaps = Probablemente falta `{ $verb }`: `AUTH` no se ofreció sin cifrar, y la mayoría de los servidores solo lo ofrecen después de la negociación de TLS. Si este lo hace, lo muestra su respuesta al `EHLO` posterior.
step-failed = Falló `{ $verb }`.
step-connection = Falló la conexión: no se estableció, o no llegó ningún saludo.

sure-certain = Seguro: se sabe que el servidor dice exactamente esto, o la conversación lo muestra.
sure-likely = Probable: estas palabras, o este código, casi siempre significan eso.
sure-guess = Una conjetura: nada lo dice salvo el código.

speaker-server = Un servidor.
speaker-server-of = Un servidor; sus palabras o su saludo son los de { $vendor }.
speaker-client = El lado que envía: ahí no figura ninguna respuesta de un servidor.
speaker-middlebox = Algo situado entre los dos lados que cambia lo que pasa por él, como un cortafuegos o un antivirus.

input-conversation = Una conversación, tal como la muestra { $program }.
input-log = Un registro, tal como lo escribe { $program }.
input-letters = Una conversación con `C:` y `S:` delante de sus líneas.
input-telnet = Una conversación sin marcas de quién dice qué.
input-bounce = Un aviso de rebote.
input-exception = Un error de un programa o de una biblioteca.
input-reply = Una respuesta de un servidor.

# Lo que dice cuando no hay nada que mirar.

why-input = entrada estándar
why-no-file = no existe ese archivo. El texto que no está en un archivo se pasa así: `COMMAND | postrider why -`; una respuesta puede ir en lugar del archivo, como en `postrider why '550 5.1.1'`. El identificador de una respuesta de este servidor lo explica `postrider code`.
why-folder = es una carpeta. Indique un archivo que esté en ella.
why-unreadable = no se puede leer: { $error }.
why-binary = no es texto. Si está comprimido, descomprímalo antes: `zcat FILE | postrider why -`.
why-empty = está vacío, así que no hay nada que explicar.
why-terminal = indique un archivo, o pase el texto así: `COMMAND | postrider why -`. Para pegarlo aquí, use `postrider why -`.
why-paste = Péguelo aquí y pulse Ctrl-D en una línea aparte.
why-not-kept = `--data`, `--config` y `--limit` sirven para lo que este servidor ha guardado; para lo que se lee aquí no se usan.
