pair-250-503 = 250 significa que vale el paso que usted acaba de dar; 503, que falta el paso anterior.
    .mixup = Los desarrolladores ven 503 en `DATA`, revisan la línea que envía `DATA` y no le encuentran nada malo. El fallo está antes: un `EHLO` que falta, un `MAIL` rechazado, un destinatario rechazado, un inicio de sesión que nunca ocurrió, y media docena más. `RSET` es el remedio popular, y no cura ni la falta de `EHLO` ni la de `AUTH`.
    .use = Un servidor responde 250 cuando se ejecutó el comando y 503 cuando el estado no lo permite. Un cliente que recibe 503 vuelve a la primera respuesta que no era la que quería, corrige aquello, y no repite a ciegas el comando rechazado.
    .example = El primer `DATA` llega sin sobre; con `MAIL` y `RCPT` delante, el mismo comando es bienvenido.

pair-235-503 = 235 dice quién es usted y 503 que ahora no es el momento; un segundo inicio de sesión tras 235 recibe justo eso.
    .mixup = Un grupo de conexiones (pool) inicia sesión antes de cada mensaje y toma el 503 del segundo `AUTH` por un inicio de sesión perdido. El desliz contrario es peor: tomar 235 por la promesa de que se aceptará el correo. No promete nada sobre remitente, destinatario o contenido.
    .use = Tras 235 envíe `MAIL` y nunca más `AUTH` en esa conexión. Un servidor debe rechazar con 503 un segundo `AUTH`, y también uno dentro de un mensaje.
    .example = El inicio de sesión funciona, su repetición se rechaza, y la sesión sigue tan bien como antes.

pair-250-354 = 354 pide el contenido, y solo el 250 posterior al punto final dice que el servidor ha aceptado el mensaje.
    .mixup = Algunos programas dan el correo por enviado en cuanto ven 354, y lo pierden cuando la respuesta al punto es un rechazo. Otros esperan 250 después de `DATA`, nunca envían el contenido y acaban con el tiempo de espera agotado.
    .use = Responda a `DATA` con 354 cuando haya al menos un destinatario aceptado, y al punto final con 250 una vez guardado el mensaje con seguridad. Para el programa que recibe la respuesta: el momento de borrar su propia copia es el 250 tras el punto, ninguno antes.
    .example = 354 llega después de `DATA`, y 250 solo cuando se ha enviado el punto solo.

pair-250-251 = Ambos aceptan al destinatario, y 251 añade que el correo seguirá viaje a otra dirección.
    .mixup = Los clientes que comparan solo con 250 informan de 251 como error, aunque el primer dígito ya dice éxito. Otros guardan al momento la nueva dirección y se fían de la palabra de un desconocido.
    .use = Use 250 y no diga nada en casi todos los casos, pues 251 revela dónde se localiza ahora a alguien. Quien recibe 251 trata al destinatario como aceptado, y muestra la nueva dirección a una persona antes de guardarla.
    .example = Aquí se aceptan ambos destinatarios; el correo del segundo se reenviará.

pair-250-252 = 250 a `VRFY` avala la dirección; 252 deja la pregunta abierta.
    .mixup = Los verificadores de direcciones leen 252 como «válida», porque empieza por 2, y construyen listas con ello. Dice lo mismo de direcciones que no existen.
    .use = Un servidor que no mira responde 252 a todo `VRFY`; 250 solo es correcto tras una comprobación de verdad. Para saber si se aceptaría correo, solo vale `RCPT` en una entrega real.
    .example = `VRFY` recibe el encogimiento de hombros de 252, y `RCPT`, la respuesta que cuenta.

pair-251-551 = Ambos conocen la nueva dirección: con 251 el servidor reenvía el correo, con 551 tiene que hacerlo usted.
    .mixup = Las palabras son casi las mismas, así que hay scripts que se guían por el texto y toman un rechazo por un éxito. Con 551 no se ha aceptado nada; si nadie envía el mensaje de nuevo, se pierde o vuelve con un aviso de rebote.
    .use = Ambos revelan una dirección y son raros hoy: a un servidor que reenvía le va mejor 250; a uno que no, 550. Quien recibe 551 puede enviar a la dirección que trae, después de que una persona la haya considerado creíble.
    .example = El correo de un destinatario se reenvía; al otro tiene que escribirle el propio remitente.

pair-220-250 = 220 abre algo (la sesión, o TLS); 250 confirma un comando.
    .mixup = Los clientes hechos a mano esperan 250 después de conectarse, o toman el 220 posterior a `STARTTLS` por un segundo saludo y siguen hablando sin cifrar. Lo que debe seguir a ese 220 es la negociación TLS, y luego `EHLO`.
    .use = 220 corresponde al saludo y a `STARTTLS`; 250, a `EHLO` y a casi todo lo demás. Un cliente lee todas las líneas de cada respuesta: ambos códigos pueden tener varias.
    .example = 220 saluda, 250 responde a `EHLO`, y 220 vuelve para la negociación TLS.

pair-220-421 = En el saludo, 220 es «pase» y 421 es «vuelva más tarde».
    .mixup = Una monitorización que solo comprueba si el puerto se abre da por sano un servidor que despide a todos con 421. Los clientes que no leen el saludo envían `EHLO` a una conexión que se está cerrando.
    .use = Un servidor lleno dice 421 enseguida en lugar de dejar colgados a los clientes. Un cliente lo toma como motivo para esperar y abrir menos conexiones, no para dar el mensaje por fallido.
    .example = A la primera conexión se la despide; a una posterior se la atiende.

pair-221-421 = 221 es la despedida que usted pidió; 421, la que no pidió.
    .mixup = Ambos acaban con una conexión cerrada, así que los registros del servidor los meten en el mismo saco. Tras 221 no queda nada por hacer; tras 421, todo mensaje sin su propio 250 sigue siendo tarea suya.
    .use = 221 responde a `QUIT` y a nada más; un servidor que tiene que colgar por motivos propios dice 421. Algunos servidores dicen 221 cuando echan a un navegador web, así que un 221 no pedido es señal de que se habló algo distinto del correo.
    .example = `QUIT` recibe su despedida; en una conexión que guarda silencio, se despide el servidor.

pair-334-354 = Ambos piden más: 334, una línea de un inicio de sesión; 354, un mensaje entero.
    .mixup = Los clientes que tratan todo código que empieza por 3 como «adelante con el mensaje» envían su correo al inicio de sesión. Lo contrario ocurre cuando un script pegado va un paso desfasado, y las credenciales acaban en un mensaje.
    .use = 334 solo aparece dentro de `AUTH` y quiere una línea de base64 o un `*` solo; 354 solo aparece después de `DATA` y quiere texto hasta una línea con un punto. Un cliente sabe cuál es por el comando que envió.
    .example = Primero el servidor espera credenciales, luego el mensaje.

pair-235-334 = 334 hace la pregunta siguiente de un inicio de sesión; 235 dice que la última respuesta era correcta.
    .mixup = Tras un 334 con su texto vacío hay quien cree terminado el inicio de sesión y envía `MAIL`; el servidor lo lee como respuesta, y el inicio de sesión falla. Y un 334 al nombre de usuario aún no dice nada: el servidor pide la contraseña también para nombres que no existen.
    .use = Un servidor envía 334 tantas veces como necesita el mecanismo, y 235 una vez. Un cliente sigue respondiendo en base64 hasta que no haya más 334.
    .example = Al nombre de usuario le sigue una pregunta más; a la contraseña, 235.

pair-235-535 = 235 confirma el inicio de sesión y 535 lo rechaza; ninguno dice todavía nada del correo que usted quiere enviar.
    .mixup = Con 535 la gente restablece contraseñas una tras otra; con la misma frecuencia la causa es que al nombre de usuario le falta el dominio, que hace falta una contraseña de aplicación o que ese tipo de inicio de sesión está desactivado para la cuenta. Tras 235, un remitente rechazado se toma por un inicio de sesión fallido.
    .use = 535 es para credenciales que se juzgaron; si no se pudieron juzgar, lo honesto es 454. Tras 535 un cliente pregunta a su usuario y no vuelve a intentarlo por su cuenta, o pronto topa con un límite de inicios de sesión fallidos.
    .example = La contraseña incorrecta se rechaza y la correcta se acepta, en la misma conexión.

pair-421-450 = 450 aplaza un destinatario; 421 lo aplaza todo y cuelga.
    .mixup = El software que ante ambos cierra la conexión retrasa a todos los destinatarios cuando uno está en lista gris (greylisting). El software que sigue tras 421 escribe en una conexión cerrada y registra un error de red en lugar del motivo.
    .use = 450 es para este buzón y deja en paz la sesión; 421 es para un servidor que tiene que cerrar. Tras 450 siga con los demás destinatarios; tras 421 vuelva con todos.
    .example = El primer destinatario tiene que esperar; luego el servidor cierra, y el segundo espera con el resto.

pair-421-451 = 451 dice que este intento falló y la sesión sigue; 421, que la sesión ha terminado.
    .mixup = Tras ambos se esconden límites de envío, así que la gente se ajusta a uno y pasa por alto el otro. Lo que difiere es lo que puede seguir: tras 451 se puede probar el mensaje siguiente en la misma conexión, tras 421 no.
    .use = Diga 451 por un problema con un comando o mensaje, 421 solo cuando cierre. Un remitente conserva el mensaje en ambos casos, y tras 421 abre menos conexiones.
    .example = El mensaje falla y la sesión sobrevive; después la termina el silencio.

pair-421-554 = Como saludo, 421 significa «ahora no» y 554 significa «usted no».
    .mixup = Un remitente bloqueado que insiste durante días ante un saludo 554 solo confirma la lista de bloqueo. El error contrario es renunciar al correo tras un 421 de un servidor que solo estaba lleno.
    .use = Use 421 para carga y límites pasajeros, y 554 para clientes a los que no va a atender; tras 554 un servidor espera `QUIT`, tras 421 cierra. Quien recibe 554 lee en su texto la lista o la regla y resuelve eso primero.
    .example = Un servidor está lleno; el otro no quiere atender en absoluto a este cliente.

pair-450-451 = 450 trata del buzón o de la consideración que le merece este remitente, 451 de un problema en el propio trabajo del servidor, y para el remitente ambos significan esperar.
    .mixup = La gente busca una diferencia profunda donde los servidores reales no la hacen: la lista gris (greylisting) llega con cualquiera de los dos. La causa la dicen el código ampliado y el texto, como 4.2.1 para el buzón o 4.3.0 para el sistema.
    .use = Diga 450 si el mismo comando para otro destinatario podría salir bien, 451 si falló algo de su lado. Un remitente vuelve a intentarlo primero tras unos minutos, y luego cada vez con menos frecuencia.
    .example = Un buzón está ocupado; para el siguiente, el servidor no puede hacer su consulta.

pair-450-550 = 450 dice «quizá más tarde»; 550, «así, nunca».
    .mixup = Dos errores costosos: borrar una dirección tras 450, que pudo ser lista gris (greylisting), y repetir 550 cada hora. Y un 550 con 5.7.1 trata de la política; suprimir por él la dirección es perder a un lector vivo.
    .use = Responda 450 solo donde esperar puede ayudar; un buzón desconocido es 550 desde el principio. Un remitente deja en la cola lo que recibe 450 y devuelve lo que recibe 550, y lee el código ampliado antes de tocar ninguna lista.
    .example = El buzón desconocido se rechaza de forma definitiva; al conocido se le pide esperar.

pair-451-452 = 451 es algo que salió mal; 452, algo que está lleno o agotado.
    .mixup = 452 se toma a menudo por un disco lleno cuando se trata de demasiados destinatarios: entonces los aceptados hasta ahí están bien, y el resto solo necesita otro mensaje. Quien espera una hora por eso la ha perdido.
    .use = 452 para espacio y para cantidades, 451 para fallos. Con 452 4.5.3 envíe enseguida el contenido a los destinatarios aceptados, y a los demás después; con 451 espere.
    .example = Primero no hay espacio; en otra ocasión falla la propia escritura.

pair-451-554 = Después del contenido, 451 le pide que traiga otra vez el mismo mensaje; 554, que no lo haga.
    .mixup = Los administradores ven en ambos un problema del filtro de contenido. Si 451 llega durante días para el mismo mensaje, casi siempre es un filtro que falla justo con ese mensaje, y esperar no lo arreglará; avise al postmaster del receptor.
    .use = Un antivirus que se cayó o una base de datos que no está disponible es 451; un veredicto sobre el mensaje es 554. Los remitentes conservan el mensaje con 451, y con 554 lo devuelven al autor, con el texto de la respuesta.
    .example = Un disco que falla merece otro intento; un NUL en el mensaje, no.

pair-452-552 = 452 es un límite que levanta el tiempo; 552, uno que solo se cumple con un mensaje más pequeño o con un buzón vaciado.
    .mixup = Una regla vieja sigue causando problemas: por demasiados destinatarios algunos servidores dicen 552, y un cliente tiene que tratarlo como 452 y enviar el resto en otro mensaje. Y un buzón lleno llega con cualquiera de los dos; puede valer la pena esperar.
    .use = Diga 552 cuando este mensaje no cabrá nunca, 452 cuando cabría más tarde. Quien recibe 552 5.3.4 reduce el mensaje; con 5.2.2 tiene que hacer limpieza antes el destinatario.
    .example = El primer mensaje es demasiado grande en cualquier momento; el segundo encuentra un disco lleno.

pair-454-535 = 454 dice que nadie pudo juzgar su contraseña; 535, que se juzgó y es incorrecta.
    .mixup = Los programas que piden una contraseña nueva con 454 enseñan a la gente a cambiar una que era correcta. Con la contraseña cambiada en plena avería, el resto de sus dispositivos recibe luego respuestas 535 de verdad.
    .use = Si el almacén de contraseñas no responde, o la dirección ha fallado demasiadas veces, diga 454; tras un juicio, diga 535. Un cliente espera tras 454 y solo pregunta a su usuario tras 535.
    .example = Primero llega una avería, más tarde una contraseña incorrecta.

pair-454-530 = 530 exige TLS o un inicio de sesión; 454 no puede darlo por el momento.
    .mixup = Juntos forman una trampa: el servidor quiere `STARTTLS`, y `STARTTLS` falla. Los usuarios ven «cifrado obligatorio» y cambian sus ajustes, cuando lo averiado es el certificado del servidor.
    .use = 530 dice al cliente qué paso falta; 454 le dice que pruebe ese paso más tarde. Un cliente que quiere TLS conserva su correo con 454; un administrador que ve ambos en un registro revisa el certificado y la clave.
    .example = `STARTTLS` no está disponible ahora mismo, y sin él no se acepta nada.

pair-500-502 = 500 nunca ha oído la palabra; 502 la conoce, pero no la ejecuta.
    .mixup = Para `STARTTLS` o `AUTH` puede llegar cualquiera de los dos, y ambos significan lo mismo para el cliente: no leyó la lista de `EHLO`. Una serie de 500 tiene otra causa: el contenido de un mensaje enviado como comandos tras un `DATA` rechazado.
    .use = Diga 500 para palabras que no son de SMTP y 502 para comandos reales que usted ha desactivado. Un cliente prescinde del comando; con el propio `EHLO`, ante cualquiera de los dos recurre a `HELO`.
    .example = Una palabra no es comando alguno; la otra es uno real que no se atiende.

pair-500-501 = 500 rechaza el verbo; 501, lo que va detrás.
    .mixup = Quien recibe 501 repasa cómo está escrito el comando, y lo que está mal es el argumento: sin corchetes angulares, un espacio tras los dos puntos, base64 no válido, un nombre de host vacío. Tras cancelar un inicio de sesión, 501 es incluso la respuesta debida.
    .use = 500 abarca también las líneas demasiado largas; 501, los argumentos donde no va ninguno. Ambos dicen a un desarrollador que corrija el código; volver a intentarlo tal cual no lleva a nada.
    .example = La primera línea no es un comando; la segunda es uno con una palabra de más.

pair-501-504 = 501 no se puede leer; 504 se puede leer y no se admite.
    .mixup = En `AUTH` es donde más claro se separan: 501 para una línea mal formada, 504 para un mecanismo que no se ofrece, quizá solo porque TLS no está activo. Cambiar la codificación no ayuda contra 504.
    .use = Un servidor dice 501 si ningún servidor podría entenderlo, y 504 si otro quizá sí. Con 504 un cliente elige un mecanismo del último `EHLO`, hecho después de TLS.
    .example = `AUTH` sin un nombre no se puede leer; un nombre que no está en la lista sí, y se rechaza.

pair-501-553 = 501 trata de la forma de la dirección; 553, de si se permite aquí un nombre así.
    .mixup = Los servidores difieren a su gusto: para la misma dirección rota uno dice 501 y el siguiente 553. Postfix añade un tercer uso, 553 para un remitente que no pertenece a su inicio de sesión, y la gente corrige entonces una dirección perfectamente formada.
    .use = Un error de sintaxis es 501; un nombre bien formado que no se puede usar, como uno fuera de ASCII sin `SMTPUTF8`, es 553. Quien los recibe mira la dirección con 501, y los derechos y extensiones con 553.
    .example = Con un punto doble no hay dirección válida; la segunda sí lo es, pero el mensaje se empezó sin `SMTPUTF8`.

pair-502-503 = 502 significa que no se ofrece tal como está esta sesión; 503, que todavía no o ya no.
    .mixup = Un inicio de sesión en el puerto 25 recibe 502 de un servidor y 503 de otro, así que la gente reordena comandos que el servidor no aceptará en ningún orden. Mire la lista de `EHLO`: lo que no está en ella no es cuestión de orden.
    .use = Diga 502 para lo que no se ofrece y 503 para lo que se ofrece y llega demasiado pronto o demasiado tarde. Con 502 el cliente prescinde del comando, o dice `EHLO` si había dicho `HELO`; con 503 pone el paso que falta.
    .example = Después de `HELO` no hay `STARTTLS` disponible; a `RCPT` solo le falta su `MAIL`.

pair-502-504 = 502 rechaza el comando; 504, una de sus opciones.
    .mixup = Un cliente que con 504 renuncia del todo a `AUTH` pierde un inicio de sesión que podía tener con otro mecanismo. Uno que con 502 prueba todos los mecanismos pierde el tiempo.
    .use = 502 si nada de lo que se pudiera escribir detrás del verbo funcionaría, 504 si otro argumento sí. Para programas: con 504 elija otro valor, con 502 prescinda del comando.
    .example = `EXPN` no se atiende a nadie; `HELP` sí, pero no sobre ese tema.

pair-503-530 = 503 le pide que ordene sus comandos; 530 le dice por qué puerta pasar primero: TLS o inicio de sesión.
    .mixup = Algunos servidores, entre ellos Stalwart, responden con 503 cuando falta el inicio de sesión, así que 503 en `MAIL` en un puerto de envío bien puede ser un problema de inicio de sesión. Y con 530 la gente busca una contraseña incorrecta, aunque aún no se envió ninguna.
    .use = Use 530 cuando la política exige TLS o `AUTH`, 503 cuando se rompe el orden del protocolo. Con 530 un cliente hace lo que pide el texto y repite el comando; `RSET` no trae ni TLS ni un inicio de sesión.
    .example = `AUTH` llega demasiado pronto sin `EHLO`, y `MAIL` demasiado pronto sin iniciar sesión.

pair-503-554 = En `DATA`, 503 dice que no se nombró ningún destinatario y 554 que no se aceptó ninguno, y ambos se permiten para cualquiera de las dos cosas.
    .mixup = El estándar deja la elección al servidor: Exim dice 503 donde Postfix dice 554, y LMTP insiste en 503. Un código que solo trata uno de ellos falla en el servidor siguiente. Si se probó un destinatario, el motivo está en la respuesta a su `RCPT`.
    .use = Para quien escribe servidores: lo que más ayuda es 503 si nunca se probó `RCPT` y 554 si todos fueron rechazados. Para clientes: ante cualquiera de los dos, no envíe contenido, e informe de los rechazos de los destinatarios. En otros sitios 554 es un rechazo de cliente o de contenido, y no tiene nada que ver con el orden.
    .example = `DATA` llega demasiado pronto la primera vez, y luego tras un destinatario rechazado.

pair-504-534 = 504 no tiene el mecanismo; 534 lo tiene y le parece demasiado débil para usted.
    .mixup = Con 534 la contraseña era casi siempre correcta, y la gente la cambia de todos modos. Gmail usa 534 para otra cosa más: hace falta una contraseña de aplicación o iniciar sesión en el navegador.
    .use = 504 lo deciden el puerto de escucha y TLS, antes de cualquier credencial; 534, la cuenta o la política, después de ellas. Con 504 tome lo que ofrece la lista; con 534, lo más fuerte que haya en ella.
    .example = El primer mecanismo no está en la lista; el segundo sí, pero no basta para esta cuenta.

pair-521-554 = Como saludo, 521 rechaza a todos y 554 lo rechaza a usted.
    .mixup = Quien recibe 521 y pide que lo quiten de una lista de bloqueo lo pide en vano: no hay servicio de correo. El postscreen de Postfix y Haraka usan 521 para clientes que infringen el protocolo, así que decide el texto.
    .use = 521 es para un host que nunca acepta correo, 554 para una política sobre el cliente. Con 521 mire los registros `MX`; con 554, su dirección y su reputación.
    .example = El primer host no tiene servicio de correo; el segundo lo tiene y se lo niega a este cliente.

pair-521-556 = 521 viene del host que no acepta correo; 556, de un servidor de retransmisión que lo ha sabido de un dominio.
    .mixup = Ambos acaban en una dirección que nadie lee, y se arreglan en lugares distintos: 521 apunta a registros `MX` que llevan al host equivocado; 556, a un `MX` nulo que está ahí a propósito, o a una errata en el dominio.
    .use = Un host de relleno saluda con 521; un servidor de retransmisión que encuentra un `MX` nulo responde a `RCPT` con 556. El dueño de un dominio sin correo debería publicar el `MX` nulo, para que nadie llegue hasta un 521.
    .example = En un caso habla el propio host; en el otro, un servidor de retransmisión habla del dominio.

pair-530-535 = 530 dice que usted no ha iniciado sesión; 535, que lo intentó y falló.
    .mixup = Con 530 en pantalla la gente escribe de nuevo su contraseña, cuando simplemente la autenticación está desactivada en su programa. El 530 5.7.57 de Microsoft es también de este tipo.
    .use = Un servidor dice 530 a un comando que necesita un inicio de sesión, y 535 al final de `AUTH`. Tras 530 active el inicio de sesión; tras 535 revise nombre, contraseña y tipo de cuenta.
    .example = Primero `MAIL` sin iniciar sesión, luego un inicio de sesión con la contraseña incorrecta.

pair-530-550 = 530 se resuelve en cuanto usted inicia sesión; 550 no, aunque con un 550 por retransmisión lo que falta puede ser un inicio de sesión.
    .mixup = La retransmisión denegada es en la mayoría de los servidores 550 o 554 con 5.7.1, y su remedio es el mismo que el de 530: iniciar sesión, en el puerto de envío. La gente lee «buzón no disponible» en una lista de códigos y culpa a la dirección.
    .use = Diga 530 donde lo único que se interpone es el inicio de sesión, 550 donde el correo no se desea. Quien recibe 550 5.7.1 en `RCPT` para otro dominio revisa primero el inicio de sesión y el puerto.
    .example = Un desconocido no puede enviar por el puerto 25; en el puerto de envío se le dice que inicie sesión.

pair-534-535 = 535 duda de su contraseña; 534, de su manera de mostrarla.
    .mixup = Un cliente que retrocede de SCRAM a `PLAIN` se gana un 534 e informa de una contraseña incorrecta. El 534 5.7.9 de Gmail pide una contraseña de aplicación, y escribir de nuevo la normal no le basta.
    .use = 535 tras credenciales incorrectas, 534 tras un mecanismo que no basta para esta cuenta. Con 534 cambie el mecanismo o el tipo de contraseña; con 535, la propia contraseña.
    .example = La contraseña incorrecta recibe 535; la correcta, mostrada de una manera demasiado débil, 534.

pair-534-538 = 538 quiere cifrado alrededor del mecanismo; 534, un mecanismo mejor.
    .mixup = 538 se suprimió al revisar el estándar de inicio de sesión, y algunos servidores aún lo envían; hoy ocupan su lugar 504 o 530. Con 538 la cuenta no tiene nada malo; con 534 no basta TLS por sí solo.
    .use = No escriba ningún servidor nuevo que diga 538: 504 para un mecanismo que necesita TLS, 530 donde lo necesita todo. Con 538 envíe `STARTTLS` y `EHLO` e inicie sesión otra vez; con 534 elija un mecanismo más fuerte.
    .example = Sin TLS el inicio de sesión se rechaza por no estar cifrado; con TLS, por demasiado débil.

pair-535-550 = 535 rechaza la identidad que usted afirma tener; 550, lo que quiere enviar.
    .mixup = Tras una migración, 550 5.7.1 en `MAIL` parece un problema de inicio de sesión, pero lo es de derechos: la cuenta no puede enviar con esa dirección. Escribir otra vez la contraseña no cambia nada.
    .use = 535 aparece al final de `AUTH` y en ningún otro sitio; 550 puede llegar en cada paso posterior. Con 535 corrija las credenciales; con 550, la dirección, el derecho a ella, o lo que nombre el texto.
    .example = El inicio de sesión falla, luego funciona, y el remitente se rechaza de todos modos.

pair-550-551 = 550 dice que no; 551 dice que no y nombra otra dirección.
    .mixup = Algunos servidores usan mal 551 para retransmisión denegada o para fragmentos rotos, así que no es seguro que haya una dirección en su texto. Y la redirección automática tras 551 permite a cualquier servidor desviar correo adonde le plazca.
    .use = Responda casi siempre 550, pues 551 revela dónde vive ahora alguien. Con 551 una persona decide sobre la nueva dirección; con 550 se tacha o se corrige la antigua.
    .example = Un destinatario es desconocido; el otro se ha mudado.

pair-550-552 = 550 rechaza la dirección o al remitente; 552, el tamaño o un buzón que está lleno.
    .mixup = Un buzón lleno que se toma por muerto: se borra la dirección, aunque a su dueño le alegraría recibir correo la semana que viene. Gmail usa además 552 5.7.0 para adjuntos que prohíbe, y ahí no ayuda reducir nada.
    .use = 552 trata de octetos; 550, de personas y política. Con 552 5.3.4 envíe menos, con 552 5.2.2 vuelva a intentarlo al cabo de días, con 550 5.1.1 pare.
    .example = El primer buzón no existe; el segundo existe y está lleno.

pair-550-553 = 550 sabe que nadie tiene este nombre; 553 dice que no se acepta un nombre de esta forma.
    .mixup = Las listas llaman a 553 «dirección no válida», y los remitentes la eliminan; en realidad suele faltar un derecho (un remitente que no pertenece al inicio de sesión) o una extensión (`SMTPUTF8`). Con Postfix, mire si llegó en `MAIL` o en `RCPT`.
    .use = 550 para buzones desconocidos y para política, 553 para direcciones cuyo obstáculo es la forma. Con 550 5.1.1 quite la dirección; con 553 corrija cómo se escribe o se envía.
    .example = El primer nombre no existe aquí; el segundo podría existir, pero no se puede preguntar por él sin `SMTPUTF8`.

pair-550-554 = 550 rechaza un destinatario o un comando, 554 el conjunto, y qué es el conjunto depende del paso.
    .mixup = Ambos son el cajón de sastre de los servidores que rechazan, y el número solo dice poco: 554 en el saludo es un cliente bloqueado; en `DATA`, un eco de destinatarios rechazados; tras el punto, un veredicto sobre el contenido. Los registros que solo guardan la última línea muestran el 554 y pierden el 550 que lo causó.
    .use = 550 para lo que se puede atribuir a una dirección o a un remitente, 554 para lo que concierne al mensaje en conjunto. Quien los recibe anota el paso y el código ampliado, no solo el número.
    .example = El destinatario se rechaza con 550, y el `DATA` posterior falla por no haber ninguno.

pair-550-556 = 550 dice que este buzón no existe; 556, que en ese dominio no existirá nunca ninguno.
    .mixup = Tras 550 la gente prueba otros nombres en el mismo dominio; tras 556 no tiene sentido. No todo servidor de retransmisión conoce 556: algunos aceptan y envían más tarde un aviso de rebote con un error de DNS, así que busque usted mismo el `MX` nulo.
    .use = Un servidor de retransmisión dice 556 cuando el DNS dice que el dominio no recibe correo, y 550 cuando el servidor del dominio dice que no a un nombre. Con 556 busque una errata en la parte del dominio; con 550, en la parte anterior a la @.
    .example = El primer dominio tiene correo, pero no este buzón; el segundo no tiene correo alguno.

pair-552-554 = 552 es cuestión de tamaño; 554, de todo lo demás que condena un mensaje.
    .mixup = Los adjuntos causan ambos: demasiado grande es 552, de un tipo prohibido es 554 o 550 con 5.7.1, y Gmail dice 552 5.7.0. Enviar un virus en un archivo comprimido más pequeño no convierte 554 en un 250.
    .use = Guarde 552 para límites que tienen un número, y nombre el número; 554 para contenido que se rechaza. Con 552 reduzca o comparta un enlace; con 554 lea a qué se puso reparo.
    .example = Un mensaje se anuncia demasiado grande; el otro contiene lo que ningún mensaje puede llevar.

pair-501-555 = 555 no conoce el parámetro; 501 lo conoce y no puede leer su valor.
    .mixup = Parámetros de `MAIL` y `RCPT` que un servidor aceptaba sin reparos reciben 555 en el siguiente: DSN o `SMTPUTF8` enviados sin mirar `EHLO`, o cualquiera después de `HELO`. Gmail dice 555 5.5.2 para todo `MAIL` mal formado, así que allí un corchete que falta parece un problema de extensiones.
    .use = Responda 555 si no se ofrece la palabra clave, 501 si el valor está mal formado. Con 555 omita el parámetro; con 501 corrija su valor.
    .example = El primer parámetro se ofrece y está mal rellenado; el segundo no se ofrece.

pair-5-1-1-5-1-10 = En el registro de la IANA, 5.1.1 es un buzón que no existe y 5.1.10 un dominio que no recibe correo, y en Microsoft 5.1.10 significa lo primero.
    .mixup = Exchange comunica «destinatario no encontrado» como 550 5.1.10. Quien sigue el registro de la IANA busca un `MX` nulo que no está; quien sigue a Microsoft busca a una persona en un dominio sin correo. Ayuda el código básico: 556 es el `MX` nulo.
    .use = Los servidores deberían atenerse al registro de la IANA. Quien lee avisos de rebote pregunta primero quién habla: con `prod.outlook.com` en la línea, 5.1.10 se refiere al buzón.
    .example = El buzón desconocido recibe 5.1.1; el destinatario de un dominio con `MX` nulo recibe 5.1.10.

pair-5-7-1-5-7-26 = 5.7.1 es un rechazo por política de cualquier tipo; 5.7.26 dice cuál: el mensaje no pudo demostrar de dónde viene.
    .mixup = 5.7.1 abarca retransmisión, correo no deseado (spam), listas cerradas y derechos que faltan, así que en la mayoría de los casos se revisa en vano la autenticación. Con 5.7.26, al revés: la gente se queja de una lista de bloqueo, mientras SPF y DKIM fallan los dos o no coinciden con `From`.
    .use = Diga el código preciso donde lo tenga. Con 5.7.1 lea el texto; con 5.7.26 revise SPF, DKIM y el dominio de `From`, en ese orden, y envíese una prueba antes del próximo envío masivo.
    .example = La retransmisión se rechaza por una regla; después, un mensaje no pasa sus comprobaciones.

pair-5-7-23-5-7-26 = 5.7.23 es solo SPF; 5.7.26, varias comprobaciones a la vez.
    .mixup = El correo reenviado no pasa SPF casi por naturaleza, y 5.7.23 acusa entonces a un remitente cuya firma DKIM está bien. Gmail dice 4.7.23 por falta de DNS inverso, que es otro asunto, y 5.7.26 por SPF, DKIM o DMARC.
    .use = Rechazar solo por SPF exige cuidado. Con 5.7.23 añada a SPF el host que envía o envíe por uno que figure en él; con 5.7.26 consiga primero una firma DKIM de su propio dominio, pues sobrevive al reenvío.
    .example = Un servidor mira SPF antes del contenido; el otro lo mira todo después.

pair-5-7-8-5-7-9 = 5.7.8 dice que las credenciales son incorrectas; 5.7.9, que pueden ser correctas y el método es demasiado débil.
    .mixup = A los usuarios se les muestran ambos como «inicio de sesión fallido». Yahoo envía 5.7.9 con 554 para correo que no pasa DMARC, lo que no tiene nada que ver con un inicio de sesión, y el 5.7.9 de Gmail pide una contraseña de aplicación.
    .use = 5.7.8 va con 535, 5.7.9 con 534. Con 5.7.8 corrija las credenciales, con 5.7.9 el mecanismo; y mire el código básico antes de creer a ninguno.
    .example = La contraseña incorrecta se gana 5.7.8; la correcta en un mecanismo demasiado débil, 5.7.9.

pair-4-4-1-4-4-2 = Con 4.4.1 no llegó a haber conexión; con 4.4.2 se cortó una.
    .mixup = Con 4.4.1 la gente busca qué respondió el host siguiente, y no hay nada: nunca habló. Con 4.4.2 sí habló, y la pista es el último comando del registro, sea un tiempo de espera agotado, un aparato con ideas propias sobre el tamaño de los paquetes, o un antivirus que piensa demasiado. Exchange tiene un 5.4.1 que significa otra cosa: destinatario rechazado.
    .use = Su propio servidor escribe 4.4.1 en su cola cuando nadie contesta; 4.4.2 lo escribe cualquiera de los dos lados. Con 4.4.1 revise el DNS, el cortafuegos y si el puerto 25 está abierto; con 4.4.2, los tiempos de espera y lo que hay en medio.
    .example = Un servidor de retransmisión no alcanza el host siguiente y lo dice; en otra conexión no llega nada más, y se cierra.

pair-5-5-1-5-5-2 = 5.5.1 es un comando correcto que no encaja ahora o aquí; 5.5.2, una línea que el servidor no puede entender.
    .mixup = Exchange envía 5.5.2 con 503 por un orden equivocado, y algunos servidores 5.5.1 con 500 por una palabra desconocida, así que el código básico es mejor guía. El 5.5.2 de Gmail con 555 es un `MAIL` o `RCPT` mal formado.
    .use = 5.5.1 junto a 502 y 503; 5.5.2 junto a 500 y para finales de línea y base64. Con 5.5.1 mire el orden y la lista de `EHLO`; con 5.5.2, lo que de verdad se envió, octeto a octeto.
    .example = Una palabra desconocida no hay quien la lea; un destinatario sin `MAIL` solo llega a destiempo.

pair-550-5-7-1 = 550 es el rechazo; 5.7.1 detrás dice que es por política y no por la dirección.
    .mixup = Los procesadores de avisos de rebote que suprimen con cada 550 tachan destinatarios vivos por culpa de un remitente bloqueado o una lista cerrada. Solo el 5.1.x detrás de 550 habla en contra de la dirección.
    .use = Envíe ambos, pues un 550 a secas hace adivinar al lector. Quien recibe 550 5.7.1 deja en paz la dirección y busca la política: retransmisión, derechos, reputación, contenido.
    .example = Ambas líneas son 550, y la primera trata de política, la segunda de un buzón.

pair-421-4-7-0 = 421 cierra la conexión; 4.7.0 dice que el motivo es la seguridad o la política, y nada más preciso.
    .mixup = Se lee como una avería del otro lado, cuando se trata de usted: demasiados errores, demasiados inicios de sesión fallidos, mala reputación, un ritmo excesivo. Reconectarse enseguida empeora todo eso.
    .use = Un servidor envía 421 con 4.7.0 cuando el motivo es el comportamiento, y con 4.3.2 o 4.4.2 cuando es mantenimiento o silencio. Quien lo recibe va más despacio y mira las líneas anteriores.
    .example = Un comando desconocido más, y el servidor cierra por el comportamiento del cliente.

pair-250-5-1-1 = 250 en el primer servidor y 5.1.1 en un aviso de rebote no se contradicen: vienen de dos servidores.
    .mixup = La aplicación registró 250 y da el mensaje por entregado; minutos después un aviso de rebote dice «usuario desconocido». 250 solo significaba que se hizo cargo el primer servidor, y uno posterior sabía más. Las listas que viven solo de respuestas SMTP nunca se enteran de esas direcciones.
    .use = Un servidor que puede conocer a sus destinatarios rechaza en `RCPT` y no envía más tarde un aviso de rebote. Un remitente lee los avisos de rebote además de las respuestas, y los asocia mediante una dirección de retorno propia.
    .example = La pasarela acepta la errata, y el servidor de detrás la rechaza.
