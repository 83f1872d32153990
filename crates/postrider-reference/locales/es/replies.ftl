reply-101 = No se puede conectar
    .meaning = El 101 no lo define ningún estándar ni ningún servidor de correo; las listas de códigos lo usan para una conexión que nunca llegó a establecerse. En una conexión real solo contaría el primer dígito, y ninguna respuesta puede empezar por 1.
    .seen = En listas copiadas de códigos SMTP y en herramientas que quieren un número para un intento que falló antes del saludo: un nombre de host mal escrito, un puerto equivocado, un cortafuegos.
    .sender = Busque el error que hay detrás del número: nombre no encontrado, conexión rechazada o tiempo agotado. Después compruebe el nombre del host y el puerto: 587 o 465 para su propio proveedor, 25 solo entre servidores. Muchos proveedores de acceso bloquean el puerto 25 de salida, así que pruebe también desde otra red.
    .server = A quien lo notifica no le ha llegado nada de su servidor. Compruebe que el servicio escucha en ese puerto, que el cortafuegos lo deja pasar y que el nombre resuelve a la dirección correcta, también por IPv6.

reply-111 = Conexión rechazada
    .meaning = El 111 no lo define ningún estándar ni ningún servidor de correo. Es el número de error de Linux para `ECONNREFUSED`, mostrado como si fuera una respuesta: se llegó a una máquina y en ese puerto no escucha nadie. En una conexión real solo contaría el primer dígito, y ninguna respuesta puede empezar por 1.
    .seen = En errores de PHP y otros programas, casi siempre porque están configurados con `localhost`, donde no hay ningún servidor de correo, o con un puerto cerrado.
    .sender = Corrija el host y el puerto: en un alojamiento web o en un contenedor, `localhost` rara vez es el servidor de correo. Si ambos son correctos, el servicio está caído o un cortafuegos lo rechaza a usted; pruebe el mismo puerto desde otra máquina.
    .server = Mire si el servicio está en marcha y en qué direcciones escucha: si solo escucha en `127.0.0.1`, rechaza a todos los demás, y si solo está asociado a IPv4, rechaza IPv6. Después busque reglas del cortafuegos que rechacen en lugar de dejar pasar.

reply-200 = Éxito (histórico)
    .meaning = Una respuesta de éxito que algunos servidores daban en 1983, según un estudio de ese año. Ningún estándar vigente la define; por el primer dígito, un cliente la toma por éxito.
    .seen = En listas antiguas, no en servidores de correo de hoy. Un 200 en el registro de un servicio de envío es el estado HTTP de su interfaz web: el servicio aceptó la petición y ningún servidor de correo ha dicho nada todavía.
    .sender = En una sesión SMTP de verdad, siga como después de un 250. Tras una llamada a una API web, mire en el registro de entregas del servicio qué respondió el servidor del destinatario.
    .server = Responda 250 a un comando ejecutado. Si su registro de salida muestra 200, al otro lado hay probablemente un servidor de pruebas o uno casero.
    .otherwise-lists = Algunas listas dicen que 200 es el código de éxito habitual de SMTP. Ese es el 250.

reply-211 = Estado del sistema
    .meaning = El servidor habla de sí mismo: da su estado o ayuda sobre el sistema. Responde solo a `HELP` y no cambia nada en la sesión.
    .seen = Rara vez: unos pocos servidores responden con él a `HELP`, donde la mayoría dice 214.
    .sender = No hay nada que hacer. El texto es para personas; un programa no debería intentar leerlo.
    .server = No hay nada que reparar, pero mire qué le cuentan esas líneas a un desconocido: la versión y la carga pertenecen a su monitorización.

reply-214 = Mensaje de ayuda
    .meaning = Ayuda para una persona, normalmente en varias líneas: qué comandos hay o cómo se escribe uno de ellos.
    .seen = Después de `HELP`, solo o con el nombre de un comando, casi siempre cuando alguien prueba un servidor a mano.
    .sender = Léala y siga. Un programa sabe lo que se ofrece por la respuesta a `EHLO`, nunca por este texto.
    .server = No hay nada que reparar. `HELP` puede llegar en cualquier momento, también antes de `EHLO`. Para un tema que no conoce responda 504, y 502 si no ofrece ayuda.

reply-220 = Servicio listo
    .meaning = Como primera línea de una sesión: el servidor está listo y da su nombre. Después de `STARTTLS` dice: empiece ahora la negociación TLS; desde aquí, nada sin cifrar.
    .seen = Al comienzo de cada sesión, y una segunda vez en las que pasan a TLS. Un saludo lleno de asteriscos, como `220 ******`, lo ha reescrito un cortafuegos que inspecciona SMTP.
    .sender = Después del saludo envíe `EHLO`. Después del 220 a `STARTTLS` haga la negociación TLS y envíe `EHLO` otra vez, porque todo lo ofrecido antes queda olvidado. Si no llega el saludo, puede que esté hablando sin cifrar al puerto 465, o que el servidor haga esperar a los recién llegados: dele 5 minutos.
    .server = Si los clientes esperan mucho el saludo, busque consultas DNS lentas de sus direcciones y retardos intencionados. Si ven asteriscos o pierden `STARTTLS`, desactive la inspección de SMTP en el cortafuegos.

reply-221 = Cierre de la conexión
    .meaning = El servidor se despide y cierra la conexión. Lo que antes se confirmó con 250 está a salvo; una transacción sin terminar se pierde.
    .seen = Después de `QUIT`. Si nadie lo pidió, significa que el servidor corta la conexión a algo que no habla SMTP.
    .sender = Después de `QUIT` no hay nada que hacer: el mensaje quedó entregado al servidor con el 250 que sigue al contenido, aunque el 221 se pierda. Si llega sin pedirlo, mire qué envía su programa: HTTP, o líneas del mensaje donde van los comandos.
    .server = No hay nada que reparar. Las sesiones que terminan sin `QUIT` son casi siempre escáneres, o clientes que perdieron la paciencia.
    .otherwise-postfix = Postfix también dice `221 2.7.0` cuando cuelga a un cliente que envía HTTP o líneas de cabecera como comandos.

reply-235 = Autenticación correcta
    .meaning = El inicio de sesión funcionó y el cliente sigue identificado hasta que acabe la conexión. Demuestra quién habla y no promete nada sobre ningún mensaje.
    .seen = Al final de `AUTH`.
    .sender = Siga con `MAIL`. Un rechazo a partir de aquí se debe a la dirección del remitente, al destinatario o a un límite, así que deje en paz la contraseña. Un segundo `AUTH` en la misma sesión recibe 503.
    .server = No hay nada que reparar. Los inicios de sesión correctos que nadie sabe explicar significan una contraseña robada: cámbiela, cierre las sesiones abiertas y mire en la cola qué se envió.

reply-250 = Acción solicitada completada
    .meaning = El comando se ha ejecutado. Después del final del mensaje significa mucho más: el servidor ha aceptado el mensaje y desde ahora responde de él.
    .seen = Después de casi todo comando que funciona, en varias líneas tras `EHLO`. La línea que sigue al contenido suele llevar el número de cola, con el que el otro administrador encuentra el mensaje en su registro.
    .sender = Siga adelante. Guarde la línea que sigue al contenido: demuestra que el mensaje fue aceptado. Si aun así el mensaje no aparece, mire en la carpeta de correo no deseado (spam) y después pregunte al administrador del destinatario con esa línea en la mano.
    .server = Respóndalo después del contenido solo cuando el mensaje esté guardado de forma segura: desde entonces se entrega o vuelve como aviso de rebote, nunca se descarta. A `DATA` en sí se responde 354; el 250 llega tras el punto final.

reply-251 = El usuario no es local, se reenviará
    .meaning = El destinatario se ha mudado; el servidor reenvía el mensaje y da la nueva dirección. Después de `ETRN` dice otra cosa: no hay correo en espera para ese host.
    .seen = Rara vez, después de `RCPT` o `VRFY`, porque revela adónde va el correo de alguien. La mayoría de los servidores reenvía sin decirlo y responde 250.
    .sender = Dé al destinatario por aceptado. Adopte la nueva dirección solo si está seguro de con qué servidor habla: cualquiera en el camino pudo poner ahí una suya.
    .server = Piense en desactivarlo, porque muestra la nueva dirección a todo el que pregunta. Si lo mantiene, no cuente con que el remitente llegue a leerlo.

reply-252 = No se puede verificar, se intentará entregar
    .meaning = El servidor ni confirma ni desmiente la dirección, y aceptaría correo para ella. Es la respuesta obligada donde `VRFY` o `EXPN` están desactivados por seguridad. Después de `ETRN` significa que ha empezado la entrega del correo en espera.
    .seen = Después de `VRFY` en la mayoría de los servidores públicos, lo mismo para direcciones reales que inventadas.
    .sender = No deduzca nada de él. Si se acepta el correo, se ve en `RCPT`; en algunos servidores solo después del contenido. Un limpiador de listas que toma 252 por una dirección válida está adivinando.
    .server = Está bien así. No responda 250 tras mirar solo la sintaxis, ni 550 a todo el mundo: ambos afirman una comprobación que nunca se hizo.

reply-253 = Empieza el envío de mensajes pendientes
    .meaning = Responde solo a `ETRN`: el servidor ha empezado a enviar lo que espera para ese host y dice cuántos mensajes son.
    .seen = En servidores que guardan correo para sitios que no siempre están en línea y que cuentan su cola. Otros dicen 250, 251 o 252.
    .sender = Mantenga accesible su propio servidor: el correo llega por una conexión nueva desde el otro lado, no por esta. Vuelva a preguntar más tarde; un 251 le dirá que ya no queda nada.
    .server = No hay nada que reparar. Si el correo no llega tras un 253, siga la conexión de salida en el registro: a menudo el `MX` del host que espera lleva a una dirección antigua.

reply-334 = Desafío del servidor
    .meaning = El inicio de sesión continúa: el servidor envía su parte en base64 y espera una línea del cliente. Un desafío vacío es el código seguido de un solo espacio.
    .seen = Durante `AUTH`. En `LOGIN`, `VXNlcm5hbWU6` pide el nombre de usuario y `UGFzc3dvcmQ6`, la contraseña; `PLAIN` sin respuesta inicial recibe un desafío vacío; `CRAM-MD5` y `SCRAM-SHA-256` envían datos con los que calcular. Con OAuth puede llevar el motivo de un fallo: respóndalo y llegará un 535.
    .sender = Responda con una línea de base64, o con un solo `*` para abandonar, que recibe 501. Aquí no cabe ningún comando: un `MAIL` enviado ahora se lee como respuesta y el inicio de sesión falla. No muestre esas líneas a nadie: base64 no oculta ninguna contraseña.
    .server = Si los clientes se quedan colgados aquí, el motivo pueden ser los textos de petición: algunos solo conocen `LOGIN` con exactamente estos dos. No deje que las respuestas lleguen a sus registros.

reply-354 = Empiece a enviar el mensaje
    .meaning = El servidor espera el mensaje en sí: cabecera, línea vacía, cuerpo y, al final, una línea con un punto y nada más. Todavía no se ha aceptado nada.
    .seen = Después de `DATA`, cuando se aceptó al menos un destinatario.
    .sender = Termine cada línea con CRLF, duplique el punto al comienzo de una línea y acabe con CRLF, punto, CRLF. Después espere el veredicto hasta 10 minutos: los filtros tardan, y quien cuelga antes y vuelve a intentarlo puede entregar dos veces.
    .server = Si las sesiones agotan su tiempo aquí, el final del mensaje no llega: un cortafuegos o una MTU incorrecta se traga los paquetes grandes, o el cliente termina las líneas con un LF suelto. Que nada salvo CRLF, punto, CRLF termine un mensaje; quien es permisivo aquí deja que un extraño cuele un segundo mensaje.

reply-403 = Remitente no autorizado (SendGrid)
    .meaning = SendGrid lo indica para un mensaje cuya dirección `From` no es una identidad verificada de la cuenta. Ningún RFC define el 403. Por su primer dígito es temporal, pero dura hasta que se verifica la dirección.
    .seen = En SendGrid, cuando se estrena una dirección o un dominio de remitente. Un 403 de una API web es el estado HTTP del mismo problema, o de una clave de API sin permiso para enviar.
    .sender = Verifique en la cuenta la dirección o su dominio entero, o envíe desde una que esté verificada. Si se envía otra vez el mismo mensaje, se rechazará de nuevo.
    .server = Nada que su propio servidor deba copiar: para un remitente que no puede usar una dirección, en todas partes se entiende 550 con 5.7.1.

reply-420 = Tiempo de espera agotado
    .meaning = El 420 no lo define ningún estándar ni ningún servidor de correo. Las listas de códigos lo usan para una conexión que agotó su tiempo: lo anotó el lado que envía y no lo dijo ningún servidor. En una conexión real solo contaría el primer dígito: temporal.
    .seen = En listas copiadas y en informes que ponen un número en lugar de la causa verdadera.
    .sender = Averigüe en el registro de su servidor qué agotó el tiempo. Si no llegó a haber conexión, pruebe el puerto 25 del `MX` del destinatario desde la misma máquina. Si se cortó en mitad del mensaje, sospeche de un cortafuegos o de una MTU incorrecta en el camino.
    .server = Mire si las conexiones de ese remitente le llegan siquiera. Si llegan y se atascan, busque consultas lentas antes del saludo y filtros que tardan minutos con el contenido.

reply-421 = Servicio no disponible, se cierra la conexión
    .meaning = El servidor cierra ahora esta conexión. Sobre el mensaje no hay nada decidido; el remitente lo conserva. Puede llegar en cualquier momento, también como saludo, y no afecta a lo que ya se confirmó.
    .seen = Un reinicio, demasiadas conexiones, un silencio demasiado largo, demasiados errores, límites de envío; en algunos servidores, la lista gris (greylisting).
    .sender = Cuelgue y vuelva con una conexión nueva, con pausas cada vez más largas y menos conexiones a la vez. Pero antes lea el texto: en los grandes receptores se esconden detrás la reputación, la falta de TLS, SPF o el DNS inverso, y entonces esperar no ayuda.
    .server = Su registro dice qué límite actuó: cierre del servicio, tiempo o cantidad. Si remitentes honrados lo reciben todo el día, suba los límites o añada capacidad. Nunca cierre sin decir nada: primero va el 421.
    .otherwise-gmail = Gmail frena con 421 a los remitentes por cosas que deben arreglar ellos mismos: 4.7.23 es el DNS inverso, 4.7.27 SPF, 4.7.28 un ritmo inusual, 4.7.29 falta de TLS, 4.7.30 DKIM, 4.7.32 un `From` sin alinear.
    .otherwise-yahoo = En Yahoo, 421 con 4.7.0 y una marca que empieza por `TSS` significa demasiado volumen o demasiadas quejas. Envíe menos, y a quien quiera recibirlo; tienen que pasar horas, no minutos.

reply-422 = Transición de contraseña necesaria (solo en el registro de la IANA)
    .meaning = El registro de la IANA de los códigos ampliados nombra el 422 junto al 432 para una cuenta que tiene que iniciar sesión una vez de otra manera, y ningún RFC dice más. En las listas de códigos significa un buzón lleno: 4.2.2 escrito sin puntos.
    .seen = Casi nunca en una conexión real. Si el número viene de un aviso de rebote o de una página web, se refería a 4.2.2.
    .sender = Después de `AUTH`: haga lo mismo que con 432. En un aviso de rebote: el buzón está lleno, así que avise al destinatario por otra vía y deje que su servidor lo siga intentando.
    .server = Responda 432 para una transición de contraseña y 452 con 4.2.2 para un buzón lleno: esos sí se entienden.
    .otherwise-lists = Las listas de códigos lo leen como un buzón lleno. Se copian unas a otras; el código verdadero es 4.2.2, casi siempre tras un 452.

reply-430 = Comando no válido (solo en el registro de la IANA)
    .meaning = El registro de la IANA de los códigos ampliados nombra el 430 entre los códigos que pueden preceder a 4.5.1, un comando no válido. Ningún RFC le da un texto ni un uso. Por el primer dígito es temporal.
    .seen = En ningún servidor conocido hoy.
    .sender = Conserve el mensaje y vuelva a intentarlo más tarde, como con cualquier 4yz. Mientras tanto compruebe lo mismo que con 503: ¿estaba el comando en su sitio?
    .server = Responda 500 a un verbo que no conoce y 503 a uno fuera de orden: un código temporal hace que el cliente repita su error durante días.

reply-431 = Falta espacio en disco
    .meaning = El 431 no lo define ningún estándar ni ningún servidor. Las listas de códigos se refieren al código ampliado 4.3.1 sin sus puntos: el sistema receptor entero se ha quedado sin almacenamiento. En una conexión real solo contaría el primer dígito.
    .seen = En listas, a menudo junto a consejos sobre Exchange. La línea verdadera es entonces 452 4.3.1 o parecida.
    .sender = Busque la línea original en el aviso de rebote. Con 4.3.1 no está lleno el buzón del destinatario, sino el servidor entero: deje el mensaje en la cola, saldrá en cuanto haya sitio.
    .server = Haga sitio donde están la cola y los buzones, inodos incluidos, y ponga una alarma muy por debajo del límite. Exchange deja de aceptar correo mucho antes de que el disco esté lleno de verdad.

reply-432 = Transición de contraseña necesaria
    .meaning = La cuenta tiene que iniciar sesión una vez de otra manera, normalmente con `PLAIN` bajo TLS, para que el servidor pueda guardar lo que necesita el mecanismo elegido. Después de eso el mecanismo funciona. La contraseña no está mal.
    .seen = Rara vez, tras una mudanza de cuentas: solo vinieron los resúmenes (hash) de las contraseñas, y `CRAM-MD5` o `SCRAM-SHA-256` necesitan otra cosa.
    .sender = Active TLS, inicie sesión una vez con `PLAIN` y la misma contraseña, y después vuelva al ajuste anterior si quiere. Un programa no debería pedir una contraseña nueva.
    .server = Ofrezca `PLAIN` bajo TLS, o nadie saldrá de este estado. Para ahorrarle a la gente el rodeo, guarde lo que necesita cada mecanismo ofrecido siempre que se establece una contraseña.
    .otherwise-lists = Las listas de códigos leen el 432 como una cola detenida en el lado del destinatario. Eso es 4.3.2 sin puntos: un servidor que por el momento no acepta ningún correo.

reply-435 = No se puede autenticar por ahora (Exim)
    .meaning = Exim no puede comprobar un inicio de sesión en este momento; el estándar tiene para eso el 454. No se llegó a saber si la contraseña es correcta.
    .seen = Después de `AUTH` en servidores Exim: un archivo de contraseñas que no se puede leer, una base de datos o un directorio caídos, o un error en el autenticador configurado.
    .sender = Mantenga la contraseña y vuelva a intentarlo más tarde. Si dura horas, avise al administrador: la causa está solo en el registro del servidor.
    .server = Busque el mismo código en el registro principal de Exim: detrás está lo que falló, como un archivo de búsqueda que no se abre o una expansión con un error.

reply-441 = El host no responde
    .meaning = El 441 no lo define ningún estándar ni ningún servidor. Las listas de códigos se refieren al código ampliado 4.4.1 sin sus puntos: el siguiente host no contestó a la llamada. Lo anota el propio lado que envía; detrás no hay ninguna respuesta. En una conexión real solo contaría el primer dígito.
    .seen = En listas y en avisos de retraso. Detrás hay un host caído, un puerto 25 bloqueado o un `MX` que lleva a una dirección donde no escucha nadie.
    .sender = Consulte el `MX` del dominio y pruebe el puerto 25 de cada host. Si no contesta ningún servidor ajeno, su proveedor bloquea el puerto; si solo calla este, deje el mensaje en la cola.
    .server = Si el dominio es suyo: cada host de su `MX` tiene que existir, escuchar en el puerto 25 y ser accesible desde fuera, y también por IPv6 si tiene un registro `AAAA`.

reply-442 = Conexión interrumpida
    .meaning = El 442 no lo define ningún estándar ni ningún servidor. Las listas de códigos se refieren al código ampliado 4.4.2 sin sus puntos: la conexión se estableció y se cortó antes de que pasara el mensaje. En una conexión real solo contaría el primer dígito.
    .seen = En listas y en avisos de retraso. Detrás hay tiempos agotados con mensajes grandes, cortafuegos que cortan o servidores demasiado cargados.
    .sender = Una vez es casualidad; su servidor vuelve a intentarlo. Si un mensaje se corta siempre, envíe uno diminuto al mismo sitio: si ese pasa, la causa es el tamaño o el contenido, y lo primero en que pensar es una MTU incorrecta o un filtro en el camino.
    .server = Busque la dirección del cliente en el registro, en ese minuto. El silencio después de `DATA` apunta a paquetes perdidos; una espera larga tras el punto final, a filtros lentos; un corte brusco (reset), a un equipo de seguridad.

reply-446 = Demasiados saltos
    .meaning = El 446 no lo define ningún estándar ni ningún servidor. Las listas de códigos se refieren al código ampliado 4.4.6 sin sus puntos: el mensaje pasó por demasiados servidores, así que probablemente da vueltas. En una conexión real solo contaría el primer dígito.
    .seen = En listas. La línea verdadera suele ser 554 5.4.6. Los bucles nacen donde dos direcciones se reenvían una a otra, o donde cada servidor cree que el responsable es el otro.
    .sender = Lea los campos `Received` del aviso de rebote: los hosts que se repiten una y otra vez son el bucle. Diga al destinatario o a su administrador cuáles son; desde fuera no lo puede romper.
    .server = Siga los hosts que se repiten: reglas de reenvío, la lista de dominios propios, un servidor de salida (smarthost) que le devuelve el correo, un `MX` que apunta al host equivocado. Subir el límite solo alarga el círculo.

reply-447 = Plazo de entrega agotado
    .meaning = El 447 no lo define ningún estándar ni ningún servidor. Las listas de códigos se refieren al código ampliado 4.4.7 sin sus puntos: el mensaje esperó demasiado en una cola y se renunció a entregarlo. En una conexión real solo contaría el primer dígito.
    .seen = En listas y en avisos de rebote, días después del envío. No es una causa, sino el final de muchos intentos, cada uno con la suya.
    .sender = Busque el último rechazo temporal en el aviso de rebote o en el registro y ocúpese de ese. Vuelva a enviar cuando su causa haya desaparecido, no antes.
    .server = En el servidor que se rindió: mire cómo acabaron los intentos. Si afecta a muchos dominios, pruebe primero su DNS y el puerto 25 de salida. Lo habitual es esperar de 4 a 5 días; con mucho menos se pierde correo cuando el servidor de alguien descansa un fin de semana.

reply-449 = Error de encaminamiento
    .meaning = El 449 no lo define ningún estándar ni ningún servidor de hoy. Las listas de códigos se refieren al 4.4.9 de informes antiguos de Exchange sin sus puntos, y 4.4.9 tampoco figura en el registro de la IANA. En una conexión real solo contaría el primer dígito.
    .seen = En listas sobre versiones antiguas de Exchange: un conector sin siguiente host utilizable, o un destinatario en un grupo de enrutamiento que se eliminó.
    .sender = Dé el aviso de rebote completo a su propio administrador: el informe procede de la organización que envía, y el destinatario no puede hacer nada.
    .server = Compruebe los conectores: sus espacios de direcciones, el servidor de salida (smarthost) y lo que quedó de servidores retirados. En un Exchange más nuevo busque la respuesta verdadera en el seguimiento de mensajes.

reply-450 = Buzón temporalmente no disponible
    .meaning = Ahora no: este destinatario o este mensaje no se acepta por el momento, y lo mismo puede funcionar más tarde. Solo el texto y el código ampliado dicen si el buzón está ocupado, si falló una consulta o si una política pide esperar. Después de `ATRN` significa que la petición se rechaza.
    .seen = Sobre todo después de `RCPT`: lista gris (greylisting) en el primer contacto, un dominio de remitente o un nombre inverso que no se encuentra en el DNS, un límite para un destinatario.
    .sender = Conserve el mensaje y vuelva a intentarlo desde la misma dirección IP, primero a los pocos minutos y luego durante días con pausas más largas. Una aplicación sin cola debería entregar su correo a un servidor que la tenga. Si no acaba nunca, 4.1.8 apunta a su dominio de remitente y 4.7.25 a su DNS inverso.
    .server = Mire si es lo que quiere decir. Una lista gris (greylisting) que no acaba nunca (los grandes remitentes cambian de dirección IP) y consultas que fallan para todos son los accidentes habituales. Para una dirección que no existe responda 550: con 450 el remitente se entera días después.
    .otherwise-gmail = Gmail responde 450 con 4.2.1 cuando un buzón recibe correo más deprisa de lo que permite. La dirección es correcta: envíe más despacio a este destinatario.
    .otherwise-postfix = El portero de Postfix (postscreen) responde `450 4.3.2 Service currently unavailable` a los recién llegados, de forma muy parecida a la lista gris (greylisting). Quien vuelve, entra.

reply-451 = Error local durante el proceso
    .meaning = Algo falló en el lado del servidor, o este aplaza el mensaje por política. El mensaje no se acepta, y nada indica que la culpa sea de usted. Después del contenido hay que volver a enviar el mensaje entero.
    .seen = Una base de datos, un filtro o una consulta DNS que falla; lista gris (greylisting); problemas de DNS al comprobar SPF o DKIM.
    .sender = Deje que su servidor vuelva a intentarlo; la mayoría de estos fallos pasan solos. Si dura horas, lea el texto: SPF, DKIM o consultas de claves apuntan a su propio DNS; casi todo lo demás, al otro administrador.
    .server = La causa está en su registro, en ese minuto: 4.3.5 es la configuración, 4.4.3 es el DNS, 4.3.0 casi siempre un filtro o el almacenamiento. Un servidor que dice 451 a todos parece vivo y no acepta correo: ponga una alarma para eso.
    .otherwise-gmail = Gmail responde 451 con 4.4.2 cuando el cliente calló demasiado tiempo, y con 4.3.0 también cuando una transacción nombra destinatarios de varios dominios que no quiere aceptar juntos: envíe a cada dominio por separado.
    .otherwise-exchange-online = Exchange Online limita a los remitentes con 451: 4.7.650 es la reputación de la dirección IP; otros códigos de 4.7.500 a 4.7.699 significan que aún lo está evaluando. Envíe menos y a un ritmo más regular.
    .otherwise-mimecast = Mimecast también responde 451 con las palabras `Open relay not allowed`. Eso no se cura con el tiempo: hay que dar de alta allí el dominio o el servidor que envía.
    .otherwise-opensmtpd = OpenSMTPD responde 451 si hay demasiados destinatarios, donde otros dicen 452. Envíe a menos a la vez.
    .otherwise-haraka = Haraka responde 451 a un LF suelto en el mensaje. Volver a intentarlo no ayuda: el programa que escribió el mensaje tiene que terminar las líneas con CRLF.

reply-452 = Almacenamiento insuficiente o demasiados destinatarios
    .meaning = No hay sitio por ahora: en el disco del servidor, en el buzón o en el número de destinatarios de esta transacción. Después de `RCPT` afecta solo a este destinatario; los aceptados antes siguen aceptados.
    .seen = Destinatarios por encima del límite de un mensaje, un disco lleno en `MAIL`, un buzón que supera su cuota, el límite por hora de una cuenta.
    .sender = Demasiados destinatarios (4.5.3): envíe el contenido a los aceptados y después, enseguida, a los demás en otra transacción. Sin almacenamiento (4.3.1): inténtelo más tarde. Buzón lleno (4.2.2): avise al destinatario por otra vía.
    .server = Para 4.3.1, libere el disco de la cola. El límite que hay detrás de 4.5.3 es suyo, y tiene que admitir al menos 100 destinatarios. Para un buzón lleno, elija: 452 hace esperar días al remitente, 552 con 5.2.2 se lo dice de inmediato.
    .otherwise-stalwart = Stalwart aplica la lista gris (greylisting) con 452, 4.2.2 y la palabra `Greylisted`. El buzón no está lleno: el siguiente intento, un poco más tarde, pasa.

reply-453 = No tiene correo
    .meaning = Responde solo a `ATRN`, en la retransmisión bajo demanda: no hay nada en espera para los dominios pedidos. A pesar de su primer dígito, no es un fallo.
    .seen = En el puerto 366, en proveedores que guardan correo para sitios sin dirección IP fija.
    .sender = Termine la sesión y vuelva a preguntar a la hora de siempre. Si debería haber correo, compruebe que preguntó por los dominios que el proveedor guarda.
    .server = No hay nada que reparar. Un cliente que pregunta demasiado a menudo, o por un dominio que no es suyo, recibe 450 en su lugar.

reply-454 = TLS o inicio de sesión temporalmente no disponible
    .meaning = Después de `STARTTLS`: por el momento no se puede usar TLS y la sesión sigue sin cifrar. Después de `AUTH`: ahora no se puede comprobar el inicio de sesión, y la contraseña no se ha juzgado.
    .seen = Un certificado o una clave que no se pueden leer, una base de datos de cuentas caída, demasiados inicios de sesión en poco tiempo.
    .sender = Vuelva a intentarlo más tarde con la misma contraseña; un programa no debería pedir otra. Después de `STARTTLS`, decida por lo que está en juego: cuelgue si una contraseña o un mensaje confidencial fuera a salir sin cifrar.
    .server = Para `STARTTLS`, compruebe la ruta, los permisos del archivo y la caducidad del certificado, sobre todo justo después de renovarlo. Para `AUTH`, compruebe la base de datos de cuentas; si lo dijo un limitador de intentos, busque el dispositivo que sigue probando una contraseña antigua.
    .otherwise-gmail = Gmail responde 454 con 4.7.0 tras demasiados inicios de sesión: haga una pausa. También responde 454 a un segundo `STARTTLS`.
    .otherwise-amazon-ses = En Amazon SES, 454 con `Throttling failure` no tiene nada que ver con el inicio de sesión: se ha agotado el ritmo de envío o la cuota diaria. Envíe más despacio o pida una cuota mayor.
    .otherwise-postfix = Postfix puede rechazar la retransmisión con `454 4.7.1` y las palabras `Relay access denied`. Esperar no ayuda mientras nada cambie: inicie sesión, o haga que permitan su red o el dominio.

reply-455 = No se pueden atender los parámetros
    .meaning = El servidor conoce un parámetro de `MAIL` o `RCPT` y por el momento no puede cumplirlo. Se distingue de 555, donde el parámetro no se conoce o no se ofrece en absoluto.
    .seen = Rara vez: un deseo como un plazo de entrega (`BY=`) en un servidor muy cargado.
    .sender = Vuelva a intentarlo más tarde, o sin el parámetro si el mensaje puede prescindir de él.
    .server = Averigüe qué necesita el parámetro y qué escasea. Lo que nunca pueda cumplir no debe anunciarse en la respuesta a `EHLO`, y recibe 555.
    .otherwise-stalwart = Stalwart responde 455 con 4.5.3 si hay demasiados destinatarios. Trátelo como 452: envíe a los demás en otra transacción.

reply-456 = Reintentar por IPv4 (borrador caducado)
    .meaning = De un Internet-Draft que caducó: el mensaje no pasó la autenticación por IPv6 y el cliente debería volver por IPv4. Nunca llegó a ser un estándar; por el primer dígito es temporal.
    .seen = No se espera de ningún servidor.
    .sender = Si de verdad lo encuentra, averigüe por qué falla su correo por IPv6: falta el nombre inverso de la dirección IPv6, o el registro SPF solo enumera IPv4.
    .server = Responda 450 o 550 con el código ampliado de lo que falló, como 4.7.25 o 5.7.25 para el nombre inverso: con eso los remitentes pueden hacer algo.

reply-458 = No se pueden poner en cola los mensajes para el nodo
    .meaning = Respuesta a `ETRN`: el servidor entendió la petición y ahora no pudo empezar la entrega del correo en espera.
    .seen = Cuando el servicio de cola del otro lado está sobrecargado o parado.
    .sender = Vuelva a preguntar dentro de unos minutos. El correo en espera no se pierde; también sale en el próximo intento periódico.
    .server = Busque en el registro, en ese minuto, el servicio que vacía la cola: ¿está en marcha, puede iniciar procesos, hay memoria?

reply-459 = Nodo no permitido
    .meaning = Respuesta a `ETRN`: este cliente no está autorizado a pedir la salida del correo para ese nombre, o el servidor no guarda nada para él. El texto da el motivo. Esperar no cambia nada, a pesar del primer dígito.
    .seen = Cuando el dominio falta en la lista que lleva el servidor, está mal escrito, o la petición llega desde una dirección IP desconocida.
    .sender = Compare el nombre de su petición con el acordado, y pida al proveedor que lo permita para su dirección IP.
    .server = Añada el dominio a los que se pueden pedir; en Postfix, `fast_flush_domains`. No deje que lo pida nadie salvo su dueño.

reply-471 = Error de un filtro local
    .meaning = El 471 no lo define ningún estándar ni ningún servidor, y un segundo dígito 7 queda fuera de la gramática de las respuestas. Las listas de códigos se refieren al código ampliado 4.7.1 sin sus puntos: aplazado por política. En una conexión real solo contaría el primer dígito.
    .seen = En listas, que culpan a un filtro o antivirus del lado que envía. Lo que de verdad dice 4.7.1 es una decisión del receptor: lista gris (greylisting), un límite de envío, una lista de bloqueo.
    .sender = Busque la línea completa. Con 4.7.1, el texto que hay detrás dice qué hacer. Si el mensaje nunca salió de su equipo, desactive el escáner de correo del antivirus para una prueba.
    .server = Si una regla suya envía 471, conviértala en 450 o 451 con 4.7.1.

reply-499 = No se puede conectar con el MX
    .meaning = El 499 no lo define ningún estándar ni ningún servidor de correo. Algunos sistemas de envío lo apuntan junto a un mensaje cuando no se pudo llegar a ningún host del `MX`; no lo dijo nadie. En una conexión real solo contaría el primer dígito, y un segundo dígito 9 queda fuera de la gramática de las respuestas.
    .seen = En los informes de esos sistemas. En el registro de un servidor web, 499 es otra cosa: un visitante que colgó.
    .sender = Compruebe primero cómo está escrito el dominio y después su `MX` en el DNS. Si los hosts existen, pruebe el puerto 25 desde la máquina que envía; si otros llegan y usted no, allí bloquean su dirección IP.
    .server = Si se trata de su dominio, pruebe el `MX` desde fuera de su red, y mire si el cortafuegos descarta redes enteras de servicios de envío.

reply-500 = Comando no reconocido
    .meaning = El servidor ni siquiera tomó la línea como un comando: no conoce el verbo, o la línea es más larga de lo que lee. Nada ha cambiado, y la línea siguiente se lee como siempre, salvo que el texto diga que el servidor cierra.
    .seen = Un verbo mal escrito; texto del mensaje enviado como comandos porque `DATA` se había rechazado; una negociación TLS o una petición web en un puerto SMTP sin cifrar; `EHLO` enviado a un puerto LMTP; una respuesta de inicio de sesión más larga de lo que el servidor admite.
    .sender = Mire la línea tal como salió por la red: primero el verbo, `CRLF` al final. Muchos de estos seguidos significan que el programa siguió con el mensaje sin esperar el 354; lea, pues, la respuesta a `DATA`. Si lo que quería era TLS, averigüe si ese puerto empieza con TLS o quiere `STARTTLS`.
    .server = Un servidor conforme al estándar conoce siempre `EHLO`, `HELO`, `MAIL`, `RCPT`, `DATA`, `RSET`, `VRFY`, `NOOP` y `QUIT`, y no considera larga ninguna línea de hasta 512 octetos. Si clientes normales reciben este código con comandos normales, busque un cortafuegos que reescriba SMTP en el camino.
    .otherwise-exchange = Pone 5.3.3 junto a un comando desconocido; el registro de la IANA reserva 5.3.3 para una función que al sistema le falta.
    .otherwise-opensmtpd = También lo usa para un bucle de correo y para comandos enviados por adelantado donde no admite pipelining.
    .otherwise-mox = También rechaza contenido con él: 5.5.2 por un `CR` o `LF` suelto, 5.6.0 por texto de 8 bits que no se anunció con `8BITMIME`.

reply-501 = Error de sintaxis en parámetros o argumentos
    .meaning = El verbo se conoce, pero lo que lo sigue está mal formado, falta o no debe estar ahí. El estado de la sesión queda como estaba.
    .seen = Una dirección sin corchetes angulares, un espacio detrás de `FROM:` o `TO:`, un `EHLO` sin nombre o con un guion bajo en él, palabras detrás de `DATA` o `RSET`, una respuesta de inicio de sesión que no es base64, un inicio de sesión que el propio cliente canceló con `*`.
    .sender = Escriba `MAIL FROM:<user@domain>` sin nada entre los dos puntos y el corchete, y haga que el programa dé el nombre de su host en `EHLO`. Con 5.1.3 o 5.1.7 es la dirección misma la que está mal: busque espacios, puntos dobles o un nombre para mostrar que se coló dentro de los corchetes. Durante un inicio de sesión, compruebe cómo codifica el programa su respuesta.
    .server = Diga en el texto qué parte está mal; el número por sí solo obliga a la gente a adivinar. Un rechazo por política no tiene sitio aquí: una dirección bien formada que usted no quiere recibe 550 o 553.
    .otherwise-haraka = También responde así cuando llega TLS a un puerto que habla sin cifrar: elija `STARTTLS`, o el puerto en el que TLS va primero.
    .otherwise-stalwart = Con 5.5.4 también dice que quien inició sesión no puede enviar desde esta dirección: ahí hay que cambiar el permiso, no la sintaxis.

reply-502 = Comando no implementado
    .meaning = El servidor conoce el comando y no lo ofrece aquí. Un verbo desconocido recibe 500.
    .seen = `EXPN` y `TURN`, que ya casi nadie ofrece; `STARTTLS` donde no hay ningún certificado configurado; `BDAT` o `STARTTLS` después de `HELO`, que no ofrece extensiones; un `VRFY` que alguien desactivó.
    .sender = Guíese por la lista de la respuesta a `EHLO`, y diga `EHLO`, no `HELO`. Si falta la línea `STARTTLS`, este servidor, o este puerto, no tiene TLS para usted: compruebe el host y el puerto antes de renunciar al cifrado.
    .server = Lo que enumera `EHLO` no debe responderse con este código. Para que `VRFY` no revele quién existe, responda 252. Si los clientes esperan `STARTTLS`, mire si el certificado se cargó al arrancar.
    .otherwise-gmail = Dice 502 5.5.1 a los verbos que no conoce, y otra vez cuando fueron demasiados.
    .otherwise-postfix = Muchas versiones dicen 502 5.5.2 a un verbo desconocido, y 502 5.5.1 a un `VRFY` desactivado.

reply-503 = Secuencia de comandos incorrecta
    .meaning = El comando está bien, el momento no: un paso anterior falta, falló o lo excluye. Fuera de `BDAT` nada cambia, así que el paso que falta se puede hacer enseguida; un fragmento rechazado así exige antes un `RSET`.
    .seen = `MAIL` antes de `EHLO`, o dos veces; `RCPT` antes de `MAIL`; `DATA` o `BDAT` sin ningún destinatario aceptado; `DATA` después de `BDAT`; `AUTH` por segunda vez o dentro de una transacción; `AUTH` o `STARTTLS` donde no se ofrecen; cualquier comando después de un saludo que rechaza.
    .sender = Busque el primer rechazo anterior: ese es la causa, y este, su eco. El orden es `EHLO`, `STARTTLS`, otra vez `EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`. `RSET` deshace una transacción atascada; no sustituye a un `EHLO` o un inicio de sesión que falte. Un programa que mantiene su conexión tiene que enviar `RSET` después de un mensaje fallido.
    .server = Indique en el texto el paso que falta: no solo que el orden está mal, sino que antes va `EHLO`. Si los clientes tropiezan con el inicio de sesión, mire si `AUTH` se ofrece siquiera en este puerto y antes de TLS; si tropiezan en `DATA`, mire qué destinatarios se rechazaron y por qué.
    .otherwise-exchange = Escribe 503 5.5.2 con las palabras `Send hello first`; en otros servidores 5.5.2 dice que la sintaxis está mal.
    .otherwise-stalwart = En el puerto de envío significa que falta el inicio de sesión, para lo que otros dicen 530.
    .otherwise-qq = Con este código pide `EHLO` y `AUTH`: inicie sesión primero, con el código de autorización que QQ da en lugar de la contraseña.
    .otherwise-opensmtpd = También rechaza con él un segundo `EHLO`, opciones que no conoce en `MAIL` o `RCPT`, y un `AUTH` que no se ofrece.
    .otherwise-exim = En `DATA` repite en las líneas siguientes el rechazo del último destinatario: léalas.
    .otherwise-postfix = 503 5.5.0 dice que se enviaron comandos por adelantado antes de acordar el pipelining; 503 5.5.1 con el aviso de que la autenticación no está activada dice que aquí `AUTH` está desactivado.

reply-504 = Parámetro de comando no implementado
    .meaning = El comando y su forma son correctos, pero el servidor no admite el valor que se dio. En `AUTH` el valor es el mecanismo: desconocido aquí, o permitido solo bajo TLS.
    .seen = Casi siempre en `AUTH`: el programa insiste en un mecanismo, como `CRAM-MD5` o `NTLM`, que la respuesta a `EHLO` no enumera, o empieza con `PLAIN` antes de `STARTTLS`. Con menos frecuencia, en `HELP` con un tema desconocido.
    .sender = Haga `STARTTLS`, diga `EHLO` otra vez y elija un mecanismo de la línea `AUTH` de esa segunda respuesta. En un programa de correo es el ajuste del tipo de contraseña o de autenticación.
    .server = Ofrezca al menos un mecanismo que tengan los clientes corrientes, normalmente `PLAIN` bajo TLS, y no enumere antes de TLS lo que ahí rechaza. Los mecanismos pueden venir de un servicio aparte: mire si está en marcha y qué dice.
    .otherwise-postfix = 504 5.5.2 dice que el nombre de host en `HELO` o el dominio de una dirección no está completo: haga que el cliente use su nombre completo.
    .otherwise-stalwart = Responde 504 5.7.4 a `STARTTLS` cuando TLS ya está activo.

reply-510 = Dirección incorrecta (solo en listas de códigos)
    .meaning = El 510 no lo define ningún estándar ni ningún servidor. Lo más probable es que sea 5.1.0 sin sus puntos, el código ampliado para un problema de dirección que no tiene otro mejor. Como respuesta en una conexión real contaría como rechazo permanente, por su primer dígito.
    .seen = En tablas copiadas de errores SMTP y en informes de herramientas de envío que recortan un código ampliado a tres cifras.
    .sender = Busque la línea completa del servidor en el informe que volvió. Hasta entonces trátelo como una dirección rechazada, y compárela letra por letra con la que quería escribir.
    .server = Si algo suyo escribe este número, busque el programa que recorta así el 5.1.0. Para una dirección que rechaza, envíe 550 con 5.1.1, 5.1.2 o 5.1.3, el que sea cierto.

reply-511 = Buzón desconocido (solo en listas de códigos)
    .meaning = El 511 no lo define ningún estándar ni ningún servidor. Se refiere a 5.1.1: en ese dominio no existe tal buzón. Si alguna vez se enviara, el primer dígito lo haría un rechazo definitivo.
    .seen = En listas que lo describen como una dirección incorrecta, y donde una herramienta muestra 5.1.1 como un solo número.
    .sender = Consulte 5.1.1 y compruebe si la parte anterior a la @ tiene una errata. Si el texto habla en cambio de límites o de política, haga caso al texto y no borre al destinatario de su lista.
    .server = La respuesta para un buzón desconocido es 550 5.1.1. Si se rechaza a un usuario real, mire si la cuenta o el alias existe en la tabla que este servidor lee de verdad.

reply-512 = Host no encontrado (solo en listas de códigos)
    .meaning = El 512 no lo define ningún estándar ni ningún servidor. Es 5.1.2 sin puntos: el dominio del destinatario no se puede usar, casi siempre porque el DNS no lo conoce. En una conexión real solo contaría su primer dígito, como rechazo permanente.
    .seen = En listas que lo explican como un host desconocido, para correo a un dominio mal escrito o caducado.
    .sender = Compruebe primero la parte posterior a la @. Después pregunte al DNS por el `MX` y los registros de dirección de ese dominio: si no tiene ninguno, tampoco otro servidor aceptará el mensaje.
    .server = Si el que no se encuentra es su propio dominio, mire si ha vencido el registro del dominio y si responden todos sus servidores de nombres. Un servidor que rechaza por este motivo dice 550 5.1.2, y 450 mientras el DNS no responde.

reply-513 = Tipo de dirección incorrecto (solo en listas de códigos)
    .meaning = El 513 no lo define ningún estándar ni ningún servidor. Se refiere a 5.1.3, una dirección cuya forma es incorrecta. Algunas listas lo leen como retransmisión rechazada, cosa que 5.1.3 nunca significa. Solo por el primer dígito sería un fallo permanente.
    .seen = En listas de códigos, sobre todo para direcciones con un espacio, una coma o una segunda @, tomadas de un formulario o de una tabla.
    .sender = Corrija la forma: una sola @, sin espacios, sin nombre para mostrar dentro de los corchetes. Si la forma es correcta y el texto del servidor habla de retransmisión (relay), inicie sesión o elija el servidor de su propio proveedor.
    .server = Envíe 501 o 553 con 5.1.3 para una dirección mal formada, y 550 5.7.1 para la retransmisión que rechaza; cada cosa se arregla de una manera.

reply-515 = Dirección de destino no válida (solo en listas de códigos)
    .meaning = El 515 no lo define ningún estándar ni ningún servidor. Parece 5.1.5 sin puntos, y entonces las listas lo tienen al revés: X.1.5 dice que la dirección es válida. Un servidor que lo enviara rechazaría de forma definitiva, por el primer dígito.
    .seen = Solo en listas de códigos, con la explicación de que el buzón no es válido.
    .sender = No se apoye en él. La línea completa del servidor contiene otro código, casi siempre 5.1.1, y ese es el que hay que consultar.
    .server = Si lo notifica una de sus herramientas, corrija su tabla: una dirección válida se notifica como 250 2.1.5, una que no existe, como 550 5.1.1.

reply-517 = Problema con el remitente (solo en listas de códigos)
    .meaning = El 517 no lo define ningún estándar ni ningún servidor. Probablemente es 5.1.7, un error en la forma de la dirección del remitente. En una conexión real su primer dígito lo haría un rechazo permanente, y nada más.
    .seen = En listas de códigos, para mensajes de formularios web y tareas programadas a los que nunca se les configuró un remitente, como `root@localhost`.
    .sender = Mire la dirección en `MAIL FROM`, que no tiene por qué ser la de `From`: dé al programa una dirección de remitente completa, con un dominio que exista.
    .server = Para un remitente mal formado la respuesta es 501 5.1.7 o 553 5.1.7. Si lo que registra en realidad es 5.1.7, quien quita los puntos es la herramienta que lee su registro.

reply-520 = Identificador QHLO incorrecto (borrador caducado)
    .meaning = Una propuesta caducada para empezar más deprisa una sesión, con un comando `QHLO` que nunca formó parte de SMTP, preveía el 520 para un identificador que el servidor ya no conoce. Hoy no lo define ningún estándar.
    .seen = No es de esperar: no se conoce ningún servidor que hable `QHLO`.
    .sender = Si a pesar de todo le llega, guíese por el primer dígito, como con cualquier rechazo permanente, y lea el texto; es una elección particular de alguien.
    .server = No lo use. Un comando en mal momento recibe 503, y un cliente que no puede retomar una sesión empieza sencillamente con `EHLO`.

reply-521 = El host no acepta correo
    .meaning = Este host nunca acepta correo, de nadie ni para nadie; lo dice en lugar de un saludo. Después, o cierra, o responde a todo salvo `QUIT` con el mismo código.
    .seen = En máquinas que tienen una dirección en el DNS pero ningún buzón, para que el correo dirigido a ellas falle enseguida y no espere días.
    .sender = Volver a intentarlo no sirve de nada. Compruebe el dominio de la dirección; si un programa tiene configurado este host como servidor de salida, dele el correcto.
    .server = Si el host debería aceptar correo, en el puerto 25 responde algún servicio provisional en lugar de su servidor de correo. Si no debería aceptarlo, procure que ningún registro `MX` apunte a él, o publique un `MX` nulo para el dominio. Para rechazar a un solo cliente use 554, no este.
    .otherwise-postfix = Significa que cuelga a un cliente que infringe el protocolo, con 5.5.1, 5.5.2 o 5.7.0: habló antes de tiempo, `LF` suelto, `BDAT` mal formado, una petición web.
    .otherwise-haraka = Dice que una línea de comando era demasiado larga, y cierra.
    .otherwise-lists = Lo explican como un buzón desactivado: eso es 5.2.1 sin sus puntos.

reply-523 = Hace falta cifrado
    .meaning = El servidor quiere una conexión cifrada antes de hacer esto. El número solo figura en el registro de la IANA junto a 5.7.10, donde se trata de un mecanismo de inicio de sesión; los estándares sobre TLS e inicio de sesión usan 530.
    .seen = Rara vez: en un `AUTH` sin cifrar con un mecanismo que deja ver la contraseña.
    .sender = Active TLS en el programa: `STARTTLS`, después otra vez `EHLO`, y luego el comando que se rechazó. Puede que la contraseña ya haya cruzado la red sin cifrar; si otros pueden escuchar ahí, cámbiela.
    .server = Responda 530 5.7.0 si todo necesita TLS, y 504 5.5.4 si es solo este mecanismo: esos los conocen los clientes. Lo mejor de todo es no ofrecer tales mecanismos antes de TLS.
    .otherwise-gmail = 523 5.7.10 habla del orden: llegaron comandos en la misma tanda que `STARTTLS`. El cliente tiene que esperar el 220 y la negociación TLS.
    .otherwise-mox = Rechaza así un `MAIL` con `REQUIRETLS` que llega sin TLS.
    .otherwise-lists = Lo explican como un mensaje que supera el límite de tamaño: eso es 5.2.3 sin sus puntos.

reply-524 = Cifrado obligatorio para este mecanismo (segundo número)
    .meaning = El mecanismo que nombró `AUTH` solo puede usarse en una conexión cifrada. El registro de la IANA nombra el 524 junto a 5.7.11, como segundo número para lo que dice 538; ningún estándar lo define más.
    .seen = Prácticamente nunca; los servidores actuales dicen 504, los más antiguos, 538.
    .sender = Empiece TLS y repita `EHLO` y `AUTH`. Un programa que no conozca el número hace bien en tomarlo, por su primer dígito, por un inicio de sesión rechazado cualquiera, y en no pedir otra contraseña.
    .server = Sustitúyalo por 504 5.5.4, y enumere el mecanismo solo cuando TLS esté activo. Así el cliente no puede elegirlo demasiado pronto.

reply-525 = Cuenta de usuario desactivada
    .meaning = El nombre y la contraseña son correctos, pero la cuenta está desactivada. Se seguirá rechazando hasta que un administrador la vuelva a activar.
    .seen = Al final de `AUTH`: una factura sin pagar, un compañero que se fue, un buzón que enviaba correo no deseado (spam) y se bloqueó. Pocos servidores son tan francos; la mayoría dice 535.
    .sender = No vuelva a escribir la contraseña ni la restablezca; era correcta. Pregunte a quien gestiona el servicio de correo por qué está desactivada la cuenta.
    .server = Mire quién desactivó la cuenta y cuándo. Después de una intrusión, cambie la contraseña, cierre las sesiones abiertas y anule las contraseñas de aplicación antes de activarla. Tenga presente que esta respuesta confirma una contraseña adivinada.
    .otherwise-gmail = Una lista de 2024 tiene 525 5.7.10 para comandos enviados por adelantado detrás de `STARTTLS`; la página actual de Google tiene 523 para eso.

reply-530 = Se requiere autenticación o STARTTLS
    .meaning = Tal como está usted, este comando no se permite: el servidor quiere antes un inicio de sesión, o TLS. El texto dice cuál de los dos; 5.7.0 vale para ambos.
    .seen = `MAIL` en un puerto de envío sin inicio de sesión, porque el programa no lo tiene configurado o se lo saltó; cualquier comando distinto de `EHLO`, `NOOP`, `STARTTLS` y `QUIT` donde TLS va primero.
    .sender = Si el texto nombra `STARTTLS`, active el cifrado: `STARTTLS`, otra vez `EHLO`, después `AUTH`. Si pide autenticación, introduzca el nombre de usuario y la contraseña para enviar; los de leer el correo son un ajuste aparte. Cambiar solo el puerto no cambia nada.
    .server = En un puerto de envío está bien así. Un host `MX` en el puerto 25 no debe exigir TLS para el correo a sus propios usuarios, y tampoco un inicio de sesión: no recibirían correo de fuera. Si los clientes tienen configurado el inicio de sesión, mire si `AUTH` se ofrece después de TLS.
    .otherwise-exchange = 530 5.7.57 dice que el cliente no inició sesión y no puede enviar de forma anónima: active el inicio de sesión, o haga que configuren un conector para este dispositivo.

reply-531 = Sistema de correo lleno (solo en listas de códigos)
    .meaning = El 531 no lo define ningún estándar ni ningún servidor. Es 5.3.1 sin sus puntos: se agotó el almacenamiento del sistema receptor, no el de un buzón. Enviado tal cual rechazaría de forma definitiva por su primer dígito, aunque un disco lleno es cuestión de horas.
    .seen = En listas de códigos; los servidores reales notifican un disco lleno como 452 4.3.1.
    .sender = En el mensaje no hay nada que corregir. Vuelva a intentarlo más tarde o avise por otra vía al postmaster del destinatario; si un informe dice que está lleno un buzón, eso es 5.2.2, y quien tiene que vaciarlo es el destinatario.
    .server = Libere espacio en la cola y en el almacenamiento de buzones, y busque qué lo llenó: registros, un bucle, una cola retenida. Responda 452 4.3.1 mientras dure, para que los remitentes conserven el correo y vuelvan a intentarlo.

reply-533 = Entrega no autorizada
    .meaning = El remitente no puede entregar a este destinatario. El número solo está en el registro de la IANA junto a X.7.1; ningún RFC dice más de él, y casi todos los servidores dicen 550 5.7.1.
    .seen = Casi nunca; si acaso, en listas y direcciones internas que solo aceptan correo de ciertos remitentes.
    .sender = La dirección existe, así que no la borre. Pida permiso al destinatario o al dueño de la lista, o envíe desde la dirección que lo tiene.
    .server = Para que se entienda, diga 550 5.7.1 con el motivo. Mire la regla que nombra quién puede escribir a esta dirección: a menudo conoce el dominio antiguo de un socio, o solo remitentes internos.
    .otherwise-exim = Un lugar de su código fuente lo usaba para nombres que no son ASCII, para los que el estándar tiene 550 y 553 con 5.6.7.
    .otherwise-lists = Lo toman por 5.3.3, una función que al sistema receptor le falta.

reply-534 = Mecanismo de autenticación demasiado débil
    .meaning = El servidor exige para este usuario un mecanismo de inicio de sesión más fuerte que el elegido. No dice nada de la contraseña, que puede ser correcta.
    .seen = En `AUTH`, donde la política excluye `PLAIN`, `LOGIN` o `CRAM-MD5` para algunas cuentas; en la vida diaria viene casi siempre de Gmail, que quiere decir otra cosa.
    .sender = Elija un mecanismo más fuerte de la línea `AUTH`, como `SCRAM-SHA-256`, o un inicio de sesión con token (`OAUTHBEARER`, `XOAUTH2`). Pedir otra contraseña de la misma clase no lleva a ninguna parte.
    .server = Mire qué mecanismos puede usar la cuenta y si los clientes pueden conseguir uno más fuerte: para `SCRAM-SHA-256` tiene que haber un verificador guardado para la cuenta. Un mecanismo que nadie puede usar no debería ofrecerse.
    .otherwise-gmail = 5.7.9 pide una contraseña de aplicación en lugar de la habitual; 5.7.14, iniciar sesión antes con un navegador.

reply-535 = Credenciales de autenticación no válidas
    .meaning = El inicio de sesión falló: el nombre de usuario y la contraseña no coinciden, o esta forma de iniciar sesión no está permitida para la cuenta. La conexión sigue sirviendo, sin sesión iniciada.
    .seen = Al final de `AUTH`: una contraseña mal escrita o cambiada, un nombre de usuario sin su dominio, la contraseña habitual donde hace falta una contraseña de aplicación o un token, un token caducado, el servidor de otro proveedor.
    .sender = Compruebe por este orden: el servidor es el de esta cuenta; el nombre de usuario está completo, casi siempre la dirección entera; el proveedor no exige una contraseña de aplicación u OAuth; el envío está activado para el buzón. No deje que un programa repita la misma contraseña: pronto se bloqueará su dirección de red.
    .server = El registro dice más de lo que el cliente puede oír: usuario desconocido, contraseña incorrecta, o una fuente de contraseñas que no respondió (lo que debería ser 454). Muchos nombres desde una dirección son intentos de adivinar: frene esa dirección. Responda igual a un usuario desconocido y a una contraseña incorrecta.
    .otherwise-exchange = Escribe 535 5.7.3 para lo mismo; en el registro de la IANA, 5.7.3 es una conversión de seguridad que no es posible.
    .otherwise-exchange-online = 535 5.7.139 dice que el inicio de sesión está desactivado por política, no que sea incorrecto: hay que activar SMTP AUTH para el buzón, o el programa tiene que usar OAuth.

reply-538 = Cifrado obligatorio para este mecanismo
    .meaning = El mecanismo solo se permite en una conexión cifrada. El código se conserva por razones históricas; los servidores no deberían ofrecer un mecanismo así sin cifrar, y si alguien lo prueba de todos modos, la respuesta de hoy es 504.
    .seen = `AUTH PLAIN` o `AUTH LOGIN` antes de `STARTTLS`, casi siempre porque en el programa el cifrado está en «ninguno».
    .sender = Ponga el cifrado en `STARTTLS`, o use el puerto que empieza con TLS, normalmente el 465. Después, otra vez `EHLO` y `AUTH`. El problema no es la contraseña, aunque puede haber pasado sin cifrar por la línea.
    .server = Pase de 538 5.7.11 a 504 5.5.4, o a 530 5.7.0 si no se permite nada sin TLS. Compruebe desde fuera, sin TLS, que la respuesta a `EHLO` no enumera ni `PLAIN` ni `LOGIN`.

reply-540 = Sin ruta o problema de DNS (solo en listas de códigos)
    .meaning = El 540 no lo define ningún estándar ni ningún servidor. Detrás está 5.4.0, algún problema de red o de encaminamiento que nadie ha precisado más. Como respuesta sería definitiva por su primer dígito, aunque esos problemas a menudo pasan.
    .seen = En listas de códigos y en resúmenes de servicios de envío, cuando el mensaje nunca llegó a un servidor que pudiera responder.
    .sender = Mire en el registro del servidor que envía qué paso falló: la consulta DNS, la conexión o la elección del siguiente host. Sin esa línea todavía no hay nada que arreglar.
    .server = Pruebe su dominio desde fuera: si resuelven el `MX` y los registros de dirección, y si responde el puerto 25 en cada host que nombran, también por IPv6 donde lo publica.

reply-541 = Mensaje rechazado (solo en listas de códigos)
    .meaning = El 541 no lo define ningún estándar ni ningún servidor. Parece 5.4.1, que significa que el host no respondió; las listas lo explican como el rechazo de un filtro de correo no deseado (spam), a imitación de Exchange, que rechaza destinatarios con 5.4.1. Por su primer dígito sería permanente.
    .seen = En listas de códigos, junto al consejo de pedir una excepción al destinatario.
    .sender = Las dos lecturas piden remedios distintos, así que consiga la línea original. Si lo rechazó un filtro, su texto da el motivo; si el host no respondió, compruebe su registro `MX` y espere.
    .server = Un filtro de contenido debería responder 550 5.7.1 o 554 5.7.1 y decir a quién preguntar. En Exchange Online, 5.4.1 suele significar que el directorio no conoce al destinatario.

reply-543 = Fallo del servidor de encaminamiento (solo en listas de códigos)
    .meaning = El 543 no lo define ningún estándar ni ningún servidor. Equivale a 5.4.3: falló un directorio que el servidor necesita para encaminar el mensaje, como DNS o LDAP. El primer dígito por sí solo haría parecer permanente un fallo temporal.
    .seen = En listas de códigos; en una conexión real, un fallo así es 451 4.4.3.
    .sender = Vuelva a enviar el mensaje al cabo de un rato; en él no hay nada mal. Si vuelve, tiene que mirarlo el administrador del servidor que nombra el informe.
    .server = Consulte el directorio a mano, con la herramienta de su sistema, desde la misma máquina y con la cuenta que usa el servidor de correo: si responde y con qué rapidez. Mientras falle, responda 451, para que no se devuelva ningún correo.

reply-546 = Bucle de correo (solo en listas de códigos)
    .meaning = El 546 no lo define ningún estándar ni ningún servidor. Se refiere a 5.4.6: el mensaje da vueltas entre servidores. Recibido tal cual contaría como rechazo definitivo, por el primer dígito.
    .seen = En listas de códigos; un servidor real corta un bucle con 554 5.4.6 cuando el mensaje ha acumulado demasiados campos `Received`.
    .sender = No vuelva a enviar: cada copia daría vueltas también. Mire los campos `Received` del informe: los hosts que se repiten son el bucle; avise a sus postmasters, o detenga su propio reenvío.
    .server = Normalmente dos servidores se toman mutuamente por el responsable: un dominio que falta en la lista de los locales, un `MX` que apunta de vuelta al servidor que retransmite, o dos buzones que se reenvían entre sí. Averigüe quién debería haberse quedado con el mensaje.

reply-547 = Entrega caducada (solo en listas de códigos)
    .meaning = El 547 no lo define ningún estándar ni ningún servidor. Es 5.4.7 sin sus puntos: el servidor que envía lo intentó hasta que se acabó su plazo y se rindió. Ningún servidor respondería eso a un comando, y si alguno lo hiciera, solo contaría el primer dígito.
    .seen = En listas de códigos y en informes de herramientas de envío, días después de mandar el mensaje.
    .sender = Que caducara es solo el final de la historia. El último rechazo temporal anterior, quizá 421 o 451, dice por qué; arregle eso y después vuelva a enviar.
    .server = Busque en su registro el host que envía: ¿cayó cada vez en la lista gris (greylisting) desde una dirección nueva, superaba un límite o no podía conectar? El correo caducado solo vuelve a llegar si se envía de nuevo.

reply-550 = Buzón no disponible, o rechazado por política
    .meaning = Rechazo definitivo, por uno de dos motivos muy distintos: el buzón no existe o no es accesible, o una política prohíbe este remitente, host o mensaje. El código ampliado y el texto dicen cuál. En `RCPT` se pierde solo este destinatario; después del contenido, el mensaje entero.
    .seen = Usuarios desconocidos (5.1.1), buzones desactivados (5.2.1), retransmisión sin inicio de sesión, SPF, DKIM o DMARC que no pasaron (5.7.26), falta de un registro `PTR` (5.7.25), listas de bloqueo, remitentes sin derecho a usar una dirección.
    .sender = Con 5.1.1, corrija la dirección o deséchela. Con 5.7.1 y sus parientes, la dirección está bien: arregle el inicio de sesión, los registros DNS, la reputación o el permiso, y nunca borre por eso al destinatario. Si se envía sin cambios, se rechazará de nuevo.
    .server = Ponga el motivo verdadero en el texto y en el código ampliado, con una página o dirección para preguntas. Si se rechaza correo bueno, busque la regla en el registro: para 5.1.1, la tabla de destinatarios; para 5.7.1, la política. Lo que puede pasar solo, como un fallo de DNS, debería ser 450 o 451.
    .otherwise-exchange = 5.1.10 dice que no se encontró al destinatario (en otros servidores, que el dominio no acepta correo); 5.4.1, que se rechazó el destinatario o la retransmisión (en otros servidores, que no respondió ningún host).
    .otherwise-gmail = También marca límites con él: 5.4.5 es el límite diario de la cuenta que envía; 5.2.1 puede significar un buzón que recibe correo demasiado deprisa. Ambos pasan con el tiempo.
    .otherwise-haraka = También lo usa donde falta el inicio de sesión, para mensajes demasiado grandes y para bucles.
    .otherwise-stalwart = 5.1.2 dice tanto que el buzón no existe como que no retransmite; en otros servidores, 5.1.2 se refiere al dominio.
    .otherwise-postfix = Con 5.5.2 rechaza una línea que termina con un `LF` suelto: repare el programa que escribe las líneas.

reply-551 = El usuario no es local
    .meaning = El usuario no está aquí; el texto puede dar la dirección correcta. El servidor no reenviará el mensaje, así que tiene que decidir el remitente.
    .seen = Rara vez, porque revela adónde se ha ido alguien; a veces con 5.7.1, de un servidor que solo quiere decir que no retransmite para usted.
    .sender = Si el texto da una dirección nueva y se fía de ella, envíe allí y actualice su libreta de direcciones. Si no da ninguna, léalo como retransmisión rechazada: inicie sesión o use el servidor de salida correcto. Un programa no debe seguir la dirección nueva a ciegas.
    .server = Para ayudar a quien escribe a direcciones antiguas, reenvíe sin decirlo y responda 250, o rechace con 550. Use este código solo si todo el que pregunta puede conocer la dirección nueva, y para la retransmisión rechazada envíe 550 5.7.1.
    .otherwise-postfix = También significa que llegó un fragmento `BDAT` después de un error anterior: mire el rechazo que lo precede.

reply-552 = Se superó el almacenamiento asignado
    .meaning = Demasiado grande: el mensaje supera el límite del servidor (5.3.4) o de este destinatario (5.2.3), o el buzón está lleno (5.2.2). En `MAIL` y `RCPT` la sesión sigue como antes; después del contenido, el mensaje se pierde.
    .seen = Adjuntos grandes, que en el camino crecen cerca de un tercio por base64; buzones que nadie vacía. A menudo ya en `MAIL`, porque el cliente anuncia el tamaño con `SIZE=`.
    .sender = Reduzca el mensaje o envíe un enlace al archivo; el límite está detrás de `SIZE` en la respuesta a `EHLO`. Si el buzón está lleno, solo puede ayudar el destinatario: localícelo por otra vía y vuelva a enviar más tarde.
    .server = Anuncie el límite con `SIZE`, para que nadie envíe en vano. Un buzón lleno a menudo se vacía: 452 4.2.2 deja esperar a los remitentes, este código devuelve el correo de inmediato. Demasiados destinatarios son 452.
    .otherwise-rfc821 = Los servidores antiguos lo dicen si hay demasiados destinatarios en un mensaje: ahí tómelo por temporal, y envíe a los demás en otra transacción.
    .otherwise-exim = Con una opción también lo dice si hay demasiados destinatarios, en lugar de 452.
    .otherwise-gmail = 5.7.0 con él es un adjunto bloqueado, por ejemplo un programa: no importa el tamaño, y meterlo en un archivo comprimido rara vez ayuda.

reply-553 = Nombre de buzón no permitido
    .meaning = La dirección no se puede usar tal como está escrita: su forma es incorrecta, es ambigua, no es ASCII donde debe serlo, o usted no tiene derecho a usarla. Solo falla este comando.
    .seen = Direcciones sin dominio, letras fuera de ASCII sin `SMTPUTF8`, una dirección de remitente que no corresponde al inicio de sesión, un dominio de remitente que el DNS no conoce.
    .sender = En `RCPT`, corrija la dirección. En `MAIL`, haga que el programa use como remitente la dirección de la cuenta con la que inicia sesión. Para letras fuera de ASCII ambos servidores necesitan `SMTPUTF8`; si a uno le falta, pida una dirección ASCII.
    .server = Diga qué regla infringió la dirección. Si se rechaza a usuarios con su propia segunda dirección, añádala a las que la cuenta puede usar como remitente. Si solo está mal la sintaxis, 501 lo dice mejor.
    .otherwise-postfix = 5.7.1 dice que la dirección del remitente no pertenece a quien inició sesión, o que no hubo inicio de sesión: es cuestión de derechos, no de forma.
    .otherwise-sendmail = 5.1.8 dice que el dominio del remitente no existe en el DNS: use uno real, o publique registros para él.
    .otherwise-exim = En `AUTH` dice que el mecanismo no admite respuesta inicial: envíe solo el mecanismo, y la respuesta después del 334.

reply-554 = La transacción falló
    .meaning = El rechazo definitivo general; la etapa dice qué falló. En lugar de un saludo: no hay servicio para este cliente. En `DATA`: no se aceptó ningún destinatario. Después del contenido: no se quiso el mensaje mismo, y se pierde. A todo, tras una negociación TLS débil: este TLS no basta.
    .seen = Listas de bloqueo en el saludo, filtros de correo no deseado (spam) y de virus después del contenido, bucles (5.4.6), mensajes defectuosos (5.6.0), todos los destinatarios rechazados antes, un remitente que un servicio de envío no ha verificado.
    .sender = Averigüe primero la etapa. Saludo: su dirección IP está bloqueada, búsquela en la lista que nombra el texto. `DATA`: lea las respuestas a `RCPT`, esto es su eco. Después del contenido: enlaces, adjuntos, o SPF, DKIM y DMARC de su dominio.
    .server = Dé el motivo y alguien a quien preguntar; este número es el que menos dice de todos. En el saludo deja fuera por completo a un cliente; si prefiere decirlo más tarde, use 550 en `RCPT`. Los problemas propios, como un filtro caído, son 451.
    .otherwise-yahoo = Lo usa para mucho: 5.7.9 es una comprobación DMARC fallida, y el texto también puede decir que el buzón está desactivado o no existe, para lo que otros tienen 550.
    .otherwise-ses = Dice que la dirección o el dominio del remitente no está verificado en esta cuenta y región: verifíquelo antes allí.
    .otherwise-exim = Un error de sincronización significa que el cliente habló antes de su turno, a menudo un proxy o TLS en el puerto equivocado.
    .otherwise-stalwart = 5.7.8 dice que no se admite el mecanismo de inicio de sesión; 5.3.4, que una línea es demasiado larga.

reply-555 = Parámetros de MAIL FROM o RCPT TO no reconocidos
    .meaning = El servidor no conoce, o no ofrece, un parámetro detrás de la dirección en `MAIL` o `RCPT`. La dirección no se ha juzgado; sin el parámetro, el comando bien puede pasar.
    .seen = `SIZE=`, `BODY=`, `SMTPUTF8` o `NOTIFY=` después de `HELO`, a un servidor que no los enumera, o tras un `STARTTLS` fallido cuando la lista había cambiado; parámetros mal escritos en programas que escriben SMTP a mano.
    .sender = Use solo lo que enumera la última respuesta a `EHLO`, y léala de nuevo después de `STARTTLS` y del inicio de sesión. Sin `NOTIFY=` o `RET=` pierde los avisos de entrega correcta; sin `SMTPUTF8`, las direcciones fuera de ASCII; los demás se pueden omitir sin más.
    .server = Compare la lista que envía tras `EHLO` con lo que acepta; un filtro delante del servidor puede anunciar más de lo que deja pasar. Indique el parámetro en el texto.
    .otherwise-gmail = 555 5.5.2 es su respuesta a cualquier `MAIL` o `RCPT` mal formado: busque corchetes angulares que faltan, o una dirección vacía.

reply-556 = El dominio no acepta correo
    .meaning = El dominio del destinatario declara en el DNS, con un `MX` nulo, que no acepta ningún correo. El servidor con el que usted habla lo ha consultado y rechaza enseguida a este destinatario; ningún intento posterior cambiará eso.
    .seen = En `RCPT`, en un servidor de retransmisión o de envío: una dirección de un dominio que solo se usa para un sitio web, o una errata de un dominio conocido, que el dueño de este ha cerrado al correo.
    .sender = Busque erratas en el dominio; si no las hay, deseche la dirección o encuentre otra vía hasta el destinatario. Los demás destinatarios del mismo mensaje no se ven afectados.
    .server = Está bien mientras el dominio publique de verdad `MX 0 .`. Si es su dominio y debería tener correo, sustituya ese registro por un `MX` de verdad; los resolutores pueden conservar el antiguo hasta que venza su tiempo.

reply-557 = Consulta de dirección (borrador caducado)
    .meaning = Una propuesta para preguntar a un servidor por las propiedades de una dirección preveía el 557 como una de sus respuestas. Caducó, ningún RFC la recogió, y no se conoce ningún servidor que lo envíe.
    .seen = No en conexiones reales; solo en tablas que llevan consigo los programas que leen avisos de rebote.
    .sender = Si llegara, trátelo como un rechazo permanente, que es todo lo que dice su primer dígito, y guíese por el texto y el código ampliado.
    .server = No tiene ninguna utilidad. Para una pregunta sobre una dirección, lo que los clientes entienden es `VRFY` con 250, 252 o 550.

reply-571 = Bloqueado por política (casi solo en listas de códigos)
    .meaning = Ningún estándar define el 571, y su segundo dígito infringe la gramática de los códigos de respuesta, que ahí acaba en 5. Es 5.7.1 sin sus puntos: rechazado por una política. En una conexión real solo contaría el primer dígito.
    .seen = En listas y avisos de rebote sobre remitentes bloqueados; un proveedor lo ha enviado de verdad.
    .sender = Lea el texto detrás del número: una lista de bloqueo, un permiso que falta o un filtro. Pida que lo saquen de la lista solo después de averiguar qué lo llevó a ella.
    .server = Escriba 550 5.7.1 o 554 5.7.1; un cliente estricto puede tomar un código mal formado por una sesión rota. Diga en el texto qué lista o regla fue, y dónde se puede reclamar.
    .otherwise-verizon = Ha rechazado con él conexiones y correo porque la dirección que enviaba estaba en su propia lista de bloqueo, y daba una página para pedir la retirada.

reply-578 = Nombre de host incompleto (una sugerencia)
    .meaning = Nadie define el 578. La ayuda de Webmin lo sugiere como valor particular para el ajuste de Postfix `non_fqdn_reject_code`, que de por sí es 504. El segundo dígito 7 queda fuera de la gramática de las respuestas SMTP, de modo que solo el primer dígito tiene significado.
    .seen = A lo sumo, de un Postfix que alguien configuró siguiendo ese texto de ayuda, para nombres como `localhost` o un nombre de host sin dominio.
    .sender = Dé al programa o al dispositivo su nombre de host completo para `EHLO`, y complete las direcciones con un dominio.
    .server = Quite el ajuste, para que `non_fqdn_reject_code` vuelva a ser 504. Si en él tropiezan dispositivos de su propia red, exima a esa red en lugar de cambiar el número.

reply-602 = Demasiado antiguo (Mailgun)
    .meaning = No es respuesta de un servidor de correo: los códigos SMTP empiezan por un dígito del 2 al 5. En los eventos de Mailgun dice que el servicio intentó entregar durante todo su plazo y se rindió.
    .seen = En el registro y los webhooks de Mailgun, tras una serie de fallos temporales; nunca del servidor del destinatario.
    .sender = Abra los eventos anteriores del mismo mensaje: sus códigos del servidor del destinatario, 4yz, nombran la causa. Envíe de nuevo cuando haya desaparecido.
    .server = Para el lado receptor no hay nada con este número. Busque en su registro conexiones del servicio que se aplazaron, por la lista gris (greylisting), por límites o por un disco lleno.

reply-605 = Rebotado antes (Mailgun)
    .meaning = No es una respuesta SMTP: su primer dígito no puede darse ahí. Mailgun ni siquiera lo intentó: la dirección está en la lista de supresión de su dominio de envío porque ya rebotó antes un mensaje enviado a ella.
    .seen = En los eventos de Mailgun como fallo permanente, inmediatamente después de dejar el mensaje en el servicio.
    .sender = Averigüe por qué rebotó el primer mensaje. Si la dirección vuelve a estar bien, quite su entrada de la lista de rebotes; si no, quítela de su propia lista, para no pagar por mensajes que nadie envía.
    .server = Al servidor del destinatario no se le preguntó y no tiene nada en su registro. Si el primer rebote fue error suyo, diga al remitente que la dirección funciona y que hay que sacarla de la lista.

reply-606 = Baja anterior (Mailgun)
    .meaning = Un número propio de Mailgun, fuera del rango de SMTP: el destinatario se dio de baja de su correo, así que el servicio no le envía nada más.
    .seen = En los eventos de Mailgun, a menudo también para facturas o correos de contraseña, cuando alguien solo quería dejar de recibir un boletín que salía con el mismo dominio o la misma etiqueta.
    .sender = Respételo. Quite la entrada solo si el destinatario lo pide, y envíe lo que la gente necesita desde un dominio distinto del de los envíos de los que puede darse de baja.
    .server = En este caso a su servidor no llega nada. Un usuario que echa de menos ese correo tiene que pedir al remitente que lo vuelva a añadir.

reply-607 = Queja anterior (Mailgun)
    .meaning = Inventado por Mailgun, y nunca enviado por SMTP: el destinatario marcó un mensaje anterior suyo como correo no deseado (spam), y el servicio se niega a volver a escribirle.
    .seen = En los eventos de Mailgun, cuando un proveedor de buzones ha transmitido una queja por su canal de quejas (feedback loop).
    .sender = No escriba a esta dirección, tampoco por otros medios. Si hay muchos eventos así, revise de dónde vienen las direcciones, con qué frecuencia escribe y si es fácil darse de baja. Una entrada solo se quita si el destinatario dice que fue un error.
    .server = Su servidor no tuvo parte en esto; la queja fue un clic de un usuario. Si a pesar de todo quiere el correo, que se lo diga al remitente y marque el mensaje como correo deseado.
