vendor-gmail-4-7-23 = Su IP no tiene un nombre adecuado en el DNS
    .meaning = Gmail no encontró ningún `PTR` para la IP que envía, o encontró un nombre que no resuelve a ella, y aplaza el correo.
    .fix = Haga que el dueño de la dirección ponga un `PTR`, y dé a ese nombre un registro `A` o `AAAA` con la misma IP. Aquí no vale el significado que da el registro de la IANA, relativo a SPF.

vendor-gmail-x-7-24 = Registro SPF con entradas sospechosas
    .meaning = Gmail pudo leer el registro SPF, pero algo en él parece inseguro, como rangos que dejan a media red enviar en su nombre.
    .fix = Quite `+all`, los rangos amplios y los servicios que ya no usa; termine el registro con `~all` o `-all`.

vendor-gmail-x-7-26 = El correo no está autenticado
    .meaning = No pasaron ni SPF ni DKIM, o SPF dio un fallo definitivo, o la política DMARC del dominio de `From` exige un rechazo. El texto dice cuál de los tres casos es.
    .fix = Incluya el host en SPF, firme con DKIM en su dominio y haga que uno de los dos coincida con `From`. Nunca envíe con una dirección de `gmail.com` en `From` desde su propio servidor.

vendor-gmail-x-7-27 = SPF no pasó (remitentes masivos)
    .meaning = A quien envía mucho correo Gmail le exige SPF, y la comprobación de su dominio de `MAIL FROM` no pasó.
    .fix = Mire el dominio del remitente del sobre, no el de `From`: añada a su registro SPF el host o el servicio que envía.

vendor-gmail-x-7-28 = Demasiado correo, demasiado deprisa
    .meaning = Ritmo inusual desde su IP, desde la red de esta o desde su dominio, o con un mismo `Message-ID` repetido. Con 421 es un freno, con 550 un rechazo.
    .fix = Envíe a Google con pocas conexiones y pausas crecientes. Busque una cuenta o un formulario del que estén abusando, y dé a cada mensaje su propio `Message-ID`.

vendor-gmail-x-7-29 = No se usó TLS
    .meaning = El mensaje llegó por una conexión sin cifrar, y Gmail exige TLS a este remitente.
    .fix = Active `STARTTLS` para el correo saliente, y compruebe que ningún cortafuegos lo quite de la respuesta a `EHLO`. No se refiere a ARC.

vendor-gmail-x-7-30 = DKIM no pasó (remitentes masivos)
    .meaning = A quien envía mucho correo Gmail le exige una firma DKIM válida, y no encontró ninguna.
    .fix = Firme todos los mensajes, compruebe la clave en el DNS bajo su selector, y firme después de todos los cambios del contenido. No se refiere a `REQUIRETLS`.

vendor-gmail-x-7-32 = From no coincide con SPF ni con DKIM
    .meaning = SPF o DKIM pasó, pero para un dominio distinto del de `From`: no alineado, como lo llama DMARC. El registro de la IANA no tiene ningún X.7.32.
    .fix = Firme con el dominio de `From`, o use un remitente del sobre de ese dominio. Con un servicio de correo, configure allí su propio dominio de firma.

vendor-gmail-x-7-40 = No hay registro DMARC
    .meaning = El dominio de `From` no publica ninguna política DMARC, y Gmail la exige a los remitentes masivos. El número no está registrado.
    .fix = Publique un registro `TXT` en `_dmarc.example.org`; para empezar, `v=DMARC1; p=none` con una dirección para los informes.

vendor-gmail-5-4-5 = Alcanzado el límite de envío del día
    .meaning = Su propia cuenta de Gmail o Workspace ha enviado todo lo que puede en un día. El destinatario está bien.
    .fix = Espere hasta el día siguiente; para listas use un servicio de correo masivo. Si usted no envió tanto, otra persona tiene su contraseña.

vendor-gmail-5-7-9 = Hace falta una contraseña de aplicación o iniciar sesión con el navegador
    .meaning = La cuenta tiene verificación en dos pasos, así que su contraseña normal no sirve en un programa de correo; o bien Google quiere que antes inicie sesión con un navegador.
    .fix = Cree una contraseña de aplicación en la cuenta de Google y úsela en el programa, o inicie sesión con OAuth.

vendor-gmail-5-7-14 = Inicie sesión antes con un navegador
    .meaning = A Google le parece inusual este inicio de sesión: un lugar o un programa nuevo. La línea trae un enlace.
    .fix = Abra el enlace, inicie sesión y confirme. Luego vuelva a intentarlo en unos minutos; en servidores, una contraseña de aplicación u OAuth le ahorra esto.

vendor-gmail-5-7-10 = Comandos enviados detrás de STARTTLS
    .meaning = El cliente no esperó después de `STARTTLS` y envió otros comandos junto con él. Eso no se permite, porque alguien podría haberlos introducido por el camino.
    .fix = Espere el 220, haga la negociación TLS y luego envíe `EHLO`. Si su programa está bien, busque un proxy intermedio. Hoy el código va detrás de 523; en listas más antiguas, detrás de 525.

vendor-exchange-5-1-10 = Destinatario no encontrado
    .meaning = Ningún buzón tiene esta dirección en esa organización. Es lo que otros llaman 5.1.1, no un MX nulo.
    .fix = Corrija la dirección; en Outlook borre la sugerencia guardada y escriba la dirección de nuevo. Como administrador, revise la sincronización del directorio.

vendor-exchange-5-4-1 = Destinatario rechazado, acceso denegado
    .meaning = La dirección no existe allí, o el dominio no está configurado como aceptado en esa organización, o no se permite la retransmisión.
    .fix = Compruebe la dirección. Si afecta a todas las direcciones del dominio, su administrador tiene que revisar el dominio aceptado, el `MX` y la sincronización.

vendor-exchange-5-5-2 = Salude primero
    .meaning = Un error de orden: `MAIL` u otro comando llegó antes de `EHLO`. Otros dicen 5.5.1.
    .fix = Envíe `EHLO` después de conectarse, y otra vez después de `STARTTLS`.

vendor-exchange-5-3-3 = Comando no reconocido
    .meaning = Exchange no conoce el comando; otros servidores dicen 500 5.5.2.
    .fix = Compárelo con la respuesta a `EHLO`. A menudo la culpa es de un cortafuegos que altera los comandos o la lista de extensiones, o de un inicio de sesión enviado donde no se ofrece.

vendor-exchange-5-6-11 = Saltos de línea sueltos (LF) en el mensaje
    .meaning = El mensaje tiene líneas que terminan solo en LF, y no se pueden transmitir con `DATA` sin dañarlas.
    .fix = Construya los mensajes con finales de línea CRLF. Un servidor receptor que ofrezca `CHUNKING` puede aceptarlos tal como están.

vendor-exchange-5-7-57 = Sin inicio de sesión, y el envío anónimo está desactivado
    .meaning = El cliente llegó sin iniciar sesión a un host que no acepta correo anónimo de nadie, o no de este remitente.
    .fix = Inicie sesión con `AUTH` en el puerto 587. Para dispositivos que no pueden iniciar sesión, configure un conector que confíe en su IP.

vendor-exchange-5-7-3 = El inicio de sesión falló
    .meaning = No se pudo autenticar al usuario. En Microsoft 365 la contraseña suele estar bien, y lo que se ha desactivado es el inicio de sesión por SMTP.
    .fix = Compruebe la contraseña, luego si SMTP AUTH está permitido para el buzón y la organización, y después pase a OAuth.

vendor-exchange-online-5-7-139 = El inicio de sesión por SMTP está desactivado
    .meaning = La autenticación básica o SMTP AUTH está deshabilitada para el buzón o para toda la organización. El texto dice qué regla fue.
    .fix = El administrador tiene que permitir SMTP AUTH para este buzón, o el programa tiene que pasar a OAuth (`XOAUTH2`), que es el camino duradero.

vendor-exchange-online-5-7-60 = Sin derecho a enviar como este remitente
    .meaning = Usted inició sesión como un usuario, y el mensaje nombra a otro como remitente. A menudo el mismo rechazo viene detrás de 5.7.1.
    .fix = Ponga como remitente la dirección de la propia cuenta, o haga que un administrador conceda `Send As` en el otro buzón.

vendor-exchange-online-5-7-64 = Retransmisión denegada, organización no reconocida
    .meaning = El texto habla de `TenantAttribution`: ningún conector de entrada corresponde a su IP o certificado, así que Microsoft no sabe en nombre de quién retransmite usted.
    .fix = Compare el conector con la realidad: la IP pública tras un cambio de proveedor, o el nombre del certificado que muestra su servidor.

vendor-exchange-online-5-7-23 = Rechazo por SPF
    .meaning = El dominio del remitente no permite en su registro SPF la dirección que envía. Aquí coinciden Microsoft y el registro de la IANA.
    .fix = Añada el host al registro SPF, o envíe por uno que figure en él.

vendor-exchange-online-5-7-25 = Remitente IPv6 sin nombre
    .meaning = Por IPv6 solo se acepta correo de direcciones con un registro `PTR`, y la suya no tiene.
    .fix = Ponga un `PTR` para la dirección IPv6, o envíe por IPv4. Por IPv6 tiene que pasar también SPF o DKIM.

vendor-exchange-online-5-7-509 = DMARC no pasó
    .meaning = El dominio de `From` pide que se rechace, y ni SPF ni DKIM pasaron en su nombre.
    .fix = Autentique el correo para ese dominio, o envíe con un `From` que sea suyo. El correo reenviado necesita una firma DKIM que sobreviva.

vendor-outlook-com-5-7-515 = Por debajo del nivel de autenticación exigido
    .meaning = Desde el 5 de mayo de 2025 Outlook.com, Hotmail y Live exigen SPF, DKIM y DMARC a los dominios que les envían más de 5000 mensajes al día.
    .fix = Haga que pasen SPF y DKIM, publique DMARC con al menos `p=none`, y procure que uno de los dos coincida con `From`.

vendor-exchange-online-5-7-506 = Su nombre en EHLO es el del receptor
    .meaning = El nombre de `HELO` o `EHLO` pertenece a la organización receptora, y eso solo lo usan los falsificadores y los hosts mal configurados.
    .fix = Haga que su servidor salude con su propio nombre de host completo.

vendor-exchange-online-5-7-511 = Remitente vetado
    .meaning = Microsoft ha vetado la dirección que envía por sospecha de correo no deseado (spam); el texto da una dirección a la que escribir.
    .fix = Acabe con la causa y luego reenvíe el aviso de rebote entero a la dirección que trae para pedir que lo saquen de la lista. Repetir el mensaje no ayuda en nada.

vendor-exchange-online-5-7-606-649 = IP de envío vetada
    .meaning = La IP está en la lista de bloqueo propia de Microsoft. Las demás listas no influyen en esto.
    .fix = Encuentre la causa y acabe con ella, y luego pida que la saquen de la lista en el portal de Microsoft para ello (delist), con la IP que aparece en la línea; tarda hasta un día.

vendor-exchange-online-4-7-500-699 = Retenido mientras se evalúa
    .meaning = Microsoft ve actividad sospechosa y restringe esta IP hasta tomar una decisión. Los servidores nuevos se lo encuentran en su primer envío masivo.
    .fix = Deje esperar a la cola, envíe menos y suba el volumen despacio. Si dura más de un día, diríjase a su soporte.

vendor-exchange-online-4-7-650 = Frenado por reputación
    .meaning = La IP tiene un límite de envío por su reputación; el texto nombra la IP y dice `S775`.
    .fix = Envíe despacio y solo a quien lo desea, y limpie la lista. Mire los datos que Microsoft muestra en SNDS a los dueños de una IP.

vendor-exchange-online-x-7-321-325 = Falló TLS hacia el destino
    .meaning = Exchange Online quiso enviar bajo TLS, y falló el lado receptor: sin `STARTTLS`, con un certificado caducado o equivocado, o con un registro `TLSA` que no encaja.
    .fix = El destino tiene que renovar su certificado o corregir su `TLSA` y DNSSEC. Como remitente, espere y avísele; si un conector suyo exige TLS, revise sus ajustes.

vendor-exchange-online-4-4-316 = El destino rechazó la conexión
    .meaning = Los servidores de Microsoft llegaron a la dirección, pero nadie escuchaba, o un cortafuegos dijo que no.
    .fix = El administrador del destino tiene que abrir el puerto 25 a los rangos de Microsoft y comprobar que el `MX` nombra el host correcto.

vendor-exchange-online-5-4-300 = Abandonado tras esperar
    .meaning = El mensaje no pudo entregarse a tiempo. Es el 4.4.7 de los demás.
    .fix = Busque el último error en el aviso de rebote y resuelva ese.

vendor-exchange-online-5-4-310 = El dominio del destinatario no existe
    .meaning = El DNS dice que no existe ese dominio, o que no tiene ningún host para correo.
    .fix = Corrija lo que sigue a la @. Como dueño, compruebe que el dominio sigue registrado y revise su `MX`.

vendor-exchange-online-5-4-14 = Bucle de correo
    .meaning = El mensaje dio demasiadas vueltas: una regla de reenvío, o una instalación híbrida en la que ambos lados se lo envían uno al otro. Otros dicen 5.4.6.
    .fix = Mire las reglas de reenvío, los conectores, y si el dominio aceptado está marcado como retransmisión interna donde debería ser autoritativo.

vendor-exchange-online-5-2-121-122 = El destinatario recibe demasiado correo
    .meaning = El buzón ha llegado a su límite por hora: 5.2.121 cuenta a un solo remitente; 5.2.122, a todos.
    .fix = Envíe menos mensajes a este buzón; agrupe las alertas en un resumen, o envíelas a un grupo. Se pasa solo en menos de una hora.

vendor-yahoo-5-7-9 = Rechazado por DMARC
    .meaning = El mensaje no pasó la comprobación para el dominio de `From`, y ese dominio pide que se rechace. No tiene nada que ver con un inicio de sesión.
    .fix = Firme con DKIM en ese dominio, o use en `From` una dirección que su servidor pueda usar. Nunca envíe con `yahoo.com` en `From` desde otro sitio.

vendor-yahoo-4-7-0 = Aplazado por volumen o quejas
    .meaning = Una línea como `421 4.7.0 [TSS04]` dice que Yahoo no acepta por ahora correo de esta IP: demasiado a la vez, o hubo quejas de usuarios.
    .fix = Envíe con menos conexiones y menos mensajes durante unas horas; luego, poco a poco, más. Quite a quien no abre su correo, e inscríbase en el servicio de avisos de quejas de Yahoo.

vendor-postfix-4-7-25 = No se encontró el nombre del cliente
    .meaning = 450 4.7.25 con `cannot find your hostname`: falta el `PTR` del cliente, o su nombre no resuelve a la misma dirección. Viene de `reject_unknown_client_hostname`.
    .fix = Como remitente, haga que concuerden el `PTR` y el registro de dirección. Como administrador, prefiera `reject_unknown_reverse_client_hostname`, que afecta a menos hosts honrados.

vendor-postfix-4-3-5 = Error de configuración del servidor
    .meaning = Postfix topó con un error en su propia configuración: una tabla que no se abre, un servicio de políticas caído o que responde disparates, un parámetro incorrecto.
    .fix = El administrador tiene que leer el registro, donde la línea empieza por `warning` o `fatal`, y ejecutar `postfix check`. Los remitentes solo tienen que esperar.

vendor-postfix-5-5-2 = El nombre de HELO no está completo
    .meaning = 504 5.5.2 con `need fully-qualified hostname`: el cliente saludó con un nombre sin puntos, como `localhost` o el nombre de un PC.
    .fix = Configure en el cliente un nombre de host completo, como `mail.example.org`. Las bibliotecas de programación tienen un parámetro para ello; a los usuarios con sesión iniciada a menudo no se les exige, si el administrador lo dispone así.
