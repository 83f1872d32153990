### Situaciones en las que se rechaza correo: el veredicto, por qué ocurre, qué ayuda y cómo asegurarse.

## La sesión

situation-ehlo-missing = El cliente no había enviado `EHLO` antes de este comando.
    .cause = El programa pasa directamente del saludo a `MAIL`, `STARTTLS` o `AUTH`; lo hacen el código de sockets escrito a mano y las bibliotecas en las que uno mismo llama a cada paso. O hubo un `EHLO`, se rechazó, y nadie miró la respuesta.
    .fix = Quien mantiene el programa debe hacer que envíe `EHLO` con el nombre de su host, que espere el 250 y que solo entonces siga. `RSET` no cambia nada aquí: no hay nada que restablecer.
    .check = ¿Hay un `EHLO` antes del comando rechazado, y se le respondió con 250?

situation-helo-not-ehlo = El cliente saludó con `HELO`, así que el servidor no le ofreció ninguna extensión.
    .cause = `AUTH`, `STARTTLS` y los parámetros solo existen después de `EHLO`. Las clases viejas de PHP, las impresoras y los escáneres dicen `HELO`; también swaks con `--protocol SMTP` o `SMTPS`. Un cliente que entonces no encuentra `AUTH` sigue sin iniciar sesión, y el rechazo aparece más tarde como error de retransmisión.
    .fix = Haga que el programa salude con `EHLO`: muchas bibliotecas lo hacen en cuanto se configura un nombre de host o un inicio de sesión; smtp-cli, con `--force-ehlo`; swaks, con su protocolo predeterminado. Puede enviarse en la misma sesión, sin abrir otra conexión.
    .check = ¿Cuál de las dos palabras aparece en la conversación, y llegaron después líneas que empiezan por `250-`?

situation-auth-before-tls = El cliente intentó iniciar sesión antes de que la conexión estuviera cifrada.
    .cause = El servidor solo acepta `AUTH` bajo TLS, y TLS no está activado en el cliente. La mayoría de los servidores enumera `AUTH` solo después de la negociación TLS; algunos, entre ellos Amazon SES, lo enumeran sin cifrar y lo rechazan de todos modos.
    .fix = Active TLS en el cliente, de modo que el orden sea `STARTTLS`, otra vez `EHLO`, `AUTH`: swaks necesita `--tls`; JavaMail, `mail.smtp.starttls.enable=true`; smtplib, una llamada a `starttls()` antes de `login()`. O use el puerto 465, con TLS desde el primer octeto. La contraseña ni se examinó: déjela como está.
    .check = ¿Figura `AUTH` en la respuesta al último `EHLO`, y estaba activo TLS cuando llegó esa respuesta?

situation-no-ehlo-after-tls = El cliente no envió `EHLO` otra vez después de la negociación TLS.
    .cause = La negociación TLS restablece la sesión, y deja de valer lo que se dijo o se ofreció antes. El código que da cada paso por su cuenta olvida el segundo `EHLO`, y el error a menudo solo se nota en `AUTH` o `MAIL`.
    .fix = Quien mantiene el programa debe enviar `EHLO` justo después de la negociación TLS y leer la nueva lista. El inicio de sesión no llegó a examinarse, y no ayudan ni `RSET` ni una contraseña nueva.
    .check = ¿Hay un `EHLO` entre la negociación TLS y el comando rechazado?

situation-auth-not-offered = El cliente quiere iniciar sesión, y aquí este servidor no lo ofrece.
    .cause = El puerto es para el correo entre servidores (casi siempre el 25), o el host es un servidor de retransmisión que conoce a sus clientes por la dirección. Además, muchos servidores ocultan `AUTH` hasta que TLS está activo.
    .fix = Use el servidor de envío del proveedor con el puerto 587 o 465 y TLS. Si el host es un servidor de retransmisión que acepta correo sin inicio de sesión, deje vacíos el usuario y la contraseña (`auth off` en msmtp).
    .check = ¿Enumera `AUTH` la respuesta al `EHLO` posterior a la negociación TLS?

situation-starttls-required = El servidor no acepta nada hasta que la conexión esté cifrada.
    .cause = El cliente habla sin cifrar, porque no tiene TLS activado, o porque no encontró `STARTTLS` en la lista y siguió sin él. Gmail, Amazon SES y Microsoft 365 lo rechazan en sus puertos de envío.
    .fix = Active `STARTTLS` para este host (JavaMail `mail.smtp.starttls.enable=true`, PHPMailer `SMTPSecure = 'tls'`, .NET `EnableSsl = true`), o use el puerto 465 si la biblioteca puede hablar TLS desde el principio; `SmtpClient` de .NET no puede. Después de la negociación TLS va otra vez `EHLO`, y luego el inicio de sesión.
    .check = ¿Enumera `STARTTLS` la respuesta a `EHLO`? Si es así, es el cliente quien no lo usa.

situation-auth-required = El servidor exige un inicio de sesión antes de aceptar correo.
    .cause = No hay usuario y contraseña configurados, o el programa no los encuentra para este nombre de host. O el inicio de sesión falló, y el cliente pasó a `MAIL`. Después de `HELO`, o sin cifrar, puede que tampoco haya visto que se ofrece iniciar sesión.
    .fix = Ponga usuario y contraseña en el programa, y no deje que siga antes del 235. JavaMail necesita `mail.smtp.auth=true`; PHPMailer, `SMTPAuth = true`; Postfix, `smtp_sasl_auth_enable = yes` con una línea para este host en `smtp_sasl_password_maps`; Exim en Debian, una línea en `passwd.client` para el nombre que el host tiene hoy. `RSET` no inicia ninguna sesión.
    .check = ¿Hay un `AUTH` antes de `MAIL`, y se le respondió con 235?

situation-nested-mail = El cliente envió `MAIL` mientras seguía abierto otro mensaje.
    .cause = Un mensaje anterior falló a mitad de camino, y la conexión se volvió a usar tal como estaba: lo hacen las conexiones que se mantienen y los grupos de conexiones (pools), como `SMTPKeepAlive` de PHPMailer. Desde entonces fallan todos los mensajes en esa conexión.
    .fix = El programa debe enviar `RSET` después de cada mensaje que falle, o cerrar la conexión. Luego busque el primer fallo y arregle ese.
    .check = ¿Qué fue del mensaje anterior a este `MAIL`: terminó con 250, o se rechazó en algún punto?

situation-rcpt-before-mail = El cliente nombró a un destinatario antes de que el servidor hubiera aceptado a un remitente.
    .cause = `MAIL` se rechazó y el cliente siguió sin mirar; el 503 es entonces el eco de ese rechazo. Más rara vez, `MAIL` nunca se envió.
    .fix = Lea la respuesta a `MAIL` y arregle lo que nombra: esa línea es el diagnóstico. El programa no debe seguir adelante después de un rechazo.
    .check = ¿Qué se respondió a `MAIL`?

situation-data-after-refused-rcpt = Se habían rechazado todos los destinatarios, así que no había nadie para quien aceptar el contenido.
    .cause = Esta línea es un eco. El motivo está en las respuestas a `RCPT` anteriores: una dirección desconocida, una retransmisión no permitida sin inicio de sesión, un límite. Los clientes que envían comandos en grupo a menudo muestran el último rechazo y ocultan el primero.
    .fix = Diagnostique el primer rechazo de `RCPT` y arregle ese. El programa no debe enviar ningún contenido después de esta respuesta, y debe mostrar al usuario las respuestas a `RCPT`.
    .check = ¿Qué se respondió a cada `RCPT`? Si el registro solo muestra la última línea, suba su nivel de detalle.

situation-auth-twice = El cliente intentó iniciar sesión por segunda vez, o en mitad de un mensaje.
    .cause = En cada sesión se inicia sesión una sola vez, y en esta ya se ha hecho: tropiezan con ello los grupos de conexiones (pools) y las conexiones mantenidas que inician sesión antes de cada mensaje. Tampoco se permite entre `MAIL` y el final del mensaje.
    .fix = El programa debe iniciar sesión una vez por conexión, justo después de `EHLO`, y seguir después con `MAIL`. Otra cuenta necesita otra conexión.
    .check = ¿Hay un 235, o un `MAIL` abierto, antes del `AUTH` rechazado?

situation-auth-mechanism = El cliente eligió una manera de iniciar sesión que el servidor no ofrece.
    .cause = El mecanismo está fijado en el programa y no se toma de la lista: `PLAIN` ante un servidor que solo tiene `LOGIN`, o `CRAM-MD5`, que pocos servidores conservan. También un 535 puede significar esto, y entonces suena a contraseña incorrecta.
    .fix = Deje que el programa elija de la lista que llegó después de la negociación TLS, o fije un mecanismo que esté en ella. Si solo figura `XOAUTH2`, no se aceptan contraseñas, y el programa necesita OAuth.
    .check = ¿Qué mecanismos figuran detrás de `AUTH` en la respuesta al último `EHLO`?

situation-auth-base64 = El servidor no pudo descodificar la respuesta a `AUTH`, o el cliente canceló el inicio de sesión.
    .cause = El base64 contiene saltos de línea, se hizo a partir de un texto con un salto de línea al final, o se envió sin codificar. O un shell se comió un `$` o una barra invertida de la contraseña. Una línea `*` significa que fue el propio cliente quien abandonó.
    .fix = Codifique sin saltos de línea, tampoco al final (`printf`, no `echo`; `base64 -w0` con las herramientas GNU); `PLAIN` se compone de un octeto cero, el usuario, un octeto cero, la contraseña. En un shell, ponga las contraseñas entre comillas simples. Después de un `*`, mire en el registro del cliente: el error está allí.
    .check = ¿Qué sale al descodificar la respuesta: el usuario correcto, y nada detrás de la contraseña?

situation-early-talker = El cliente habló antes de que le tocara.
    .cause = Un script vuelca todas sus líneas de una vez en telnet o netcat; lo mismo hacen los programas hechos para enviar correo no deseado (spam), y por eso los servidores se fijan en ello. O un cliente envía comandos en grupo aunque no se ofreció `PIPELINING`.
    .fix = Quien mantiene el programa debe hacer que espere el saludo y cada respuesta. Los grupos solo se permiten donde figura `PIPELINING`, y deben terminar en `EHLO`, `STARTTLS`, `AUTH`, `DATA` y `QUIT`. Para una prueba a mano use swaks.
    .check = ¿Salió algo del cliente antes del 220, o antes de la respuesta al comando anterior?

situation-not-smtp = Al puerto de correo llegó algo que no era SMTP.
    .cause = El cliente empezó TLS en un puerto que empieza sin cifrar. O un navegador, un escáner de puertos o una comprobación de estado por HTTP tiene el puerto equivocado, o llegó el texto de un mensaje donde se esperaba un comando.
    .fix = Quien administra el cliente debe revisar el puerto y el tipo de TLS: el 465 habla TLS desde el primer octeto, el 25 y el 587 empiezan sin cifrar. De los escáneres no hace falta ocuparse.
    .check = ¿Cuáles son los primeros octetos? `16 03` es una negociación TLS; `GET` o `POST`, HTTP.

situation-content-as-commands = El servidor leyó el texto del mensaje como comandos.
    .cause = `DATA` se rechazó, y el cliente envió el contenido de todos modos. O se contaron mal los octetos de un fragmento `BDAT`, por ejemplo contando caracteres, y el resto se tomó por comandos.
    .fix = El programa debe enviar contenido solo después del 354, y con `BDAT` contar octetos. El rechazo que hay que arreglar es el primero de la sesión; los muchos 500 y 502 que le siguen son ruido.
    .check = ¿Qué se respondió a `DATA`, y cuál fue el primer rechazo antes de él?

situation-unknown-parameter = El servidor no acepta un parámetro de `MAIL` o `RCPT`.
    .cause = A menudo la culpa es de la dirección: sin corchetes angulares, o con una segunda palabra detrás, una parte de ella se toma por un parámetro. Si no, el cliente usó `SIZE=`, `BODY=`, `AUTH=`, `SMTPUTF8`, `RET=` o `NOTIFY=` sin que se le ofreciera, o el servidor ofrece una extensión que no sabe atender.
    .fix = El programa debe poner la dirección, sin nada más, entre corchetes angulares, `MAIL FROM:<alice@example.org>`, y usar solo lo que enumeró el último `EHLO`. Si el parámetro figuraba en la lista, el administrador tiene que reparar o actualizar el servidor; entretanto, Postfix puede pasar por alto una palabra clave cuando es él quien envía (`smtp_discard_ehlo_keywords`).
    .check = ¿Qué hay exactamente detrás de la dirección en `MAIL` y `RCPT`, y está en la respuesta a `EHLO`?

situation-too-many-errors = El servidor terminó la sesión después de demasiados errores.
    .cause = Se envió contenido como si fueran comandos, un cliente repite en bucle un comando rechazado, o se probó una lista con muchas direcciones que no existen. Postfix cuenta los errores y corta al llegar a `smtpd_hard_error_limit`.
    .fix = Arregle el primer error de la sesión, pues los demás suelen derivar de él. Si se trataba de destinatarios desconocidos, limpie la lista.
    .check = ¿Cuál fue el primer rechazo de esta sesión?

## Conexión y TLS

situation-wrong-tls-mode = El cliente y el puerto no coinciden en cómo empieza TLS.
    .cause = El puerto 465 habla TLS desde el primer octeto; el 25 y el 587 empiezan sin cifrar y cambian con `STARTTLS`. Si se empieza al revés, el cliente lee el 220 como un registro TLS (`wrong version number`, `first record does not look like a TLS handshake`) o espera un saludo que nunca llega. No se intentó ningún inicio de sesión, diga lo que diga el programa.
    .fix = Ponga en el cliente la combinación correcta: 465 con TLS implícito (Nodemailer `secure: true`, PHPMailer `SMTPSecure = 'ssl'`, smtplib `SMTP_SSL`, Django `EMAIL_USE_SSL`), o 587 con `STARTTLS` (`secure: false`, `'tls'`, `starttls()`, `EMAIL_USE_TLS`).
    .check = Para el 587, `openssl s_client -starttls smtp -connect mail.example.org:587` debe mostrar un certificado; para el 465 es `openssl s_client -connect mail.example.org:465`.

situation-port-blocked = No hubo conexión con el servidor.
    .cause = El host o el puerto están equivocados, o el servidor está caído (`Connection refused`: la máquina está ahí, pero nada escucha en ese puerto). O hay un cortafuegos por medio (`No route to host` suele ser su respuesta). Si no llega respuesta alguna, lo más probable es que el proveedor o la nube bloquee el puerto 25 de salida, como suele hacer con las máquinas nuevas. No se rechazó ningún mensaje, porque nadie llegó a hablar.
    .fix = Un programa que tiene una cuenta debe enviar por el 587 o el 465 en lugar del 25. El administrador de un servidor de correo debe pedir al proveedor que abra el puerto 25, o enviar por un servidor de salida (smarthost); si solo falla este host, tiene que mirarlo el administrador del host.
    .check = ¿Conecta `nc -vz mail.example.org 25`, también con otros hosts de correo en lugar de este, y desde otra red?

situation-dns-name = El nombre del host o del dominio no existe en el DNS.
    .cause = Una errata en la dirección o en la configuración, o un dominio que ha caducado o no tiene ni `MX` ni registro de dirección. En un contenedor puede ser un nombre que solo existe en otra red.
    .fix = Quien escribió el nombre debe corregirlo. Si es correcto, el dueño del dominio debe publicar un `MX`.
    .check = ¿Qué dicen `dig MX example.org` y `dig A example.org` del nombre, letra por letra tal como está en la línea?

situation-dns-failure = El DNS no dio una respuesta utilizable, así que no se sabe si el nombre existe.
    .cause = El resolvedor del host que envía está caído o no es alcanzable. O los servidores de nombres del dominio están caídos o no coinciden entre sí, o sus firmas DNSSEC están rotas.
    .fix = Una cola vuelve a intentarlo sola. Si fallan muchos dominios, el administrador del lado que envía debe mirar `/etc/resolv.conf` y el resolvedor; si falla uno solo, su dueño debe mirar la delegación y DNSSEC.
    .check = ¿Responde otro resolvedor, y responde `dig +cd` donde `dig` a secas recibe `SERVFAIL`? Entonces es DNSSEC.

situation-null-mx = El dominio declara en el DNS que no recibe correo.
    .cause = Su `MX` es un solo punto (un `MX` nulo). Casi siempre la dirección está mal escrita o el dominio solo sirve un sitio web; el dominio sí existe, aunque un aviso de rebote afirme que no se encontró. Si es el dominio del remitente, el receptor rechaza a remitentes a los que nadie puede contestar.
    .fix = Corrija la dirección, o pida otra al destinatario; volver a intentarlo no sirve de nada. Si se trata del dominio con el que usted envía, publique para él un `MX` real o envíe desde uno que lo tenga.
    .check = ¿Muestra `dig MX example.org` un `0 .` y nada más?

situation-cert-verify = No se aceptó el certificado del servidor.
    .cause = Ha caducado, se emitió para un nombre distinto del que pidió el cliente, es autofirmado, o viene sin su certificado intermedio. En el lado del remitente puede que el almacén de CA sea viejo. Entre servidores, puede que un registro `TLSA` (DANE) o una política MTA-STS no encaje con un certificado renovado.
    .fix = El cliente debe usar el nombre de host que figura en el certificado y tener un almacén de CA actualizado. El administrador del servidor debe instalar un certificado válido con la cadena completa, y publicar el nuevo registro `TLSA` antes de cambiar la clave. Deje activada la verificación: sin ella, cualquiera que esté en medio se hace con la contraseña.
    .check = ¿Qué nombre, fecha de caducidad y emisor muestra `openssl s_client -starttls smtp -connect mail.example.org:587 -verify_return_error`?

situation-tls-version = Los dos lados no tienen en común ninguna versión de TLS o ningún conjunto de cifrado.
    .cause = Uno de los lados es viejo: Java 7, versiones antiguas de PHP o .NET, impresoras y otros aparatos solo hablan TLS 1.0. O uno es muy estricto y ha desactivado lo que el otro necesita.
    .fix = Actualice el lado viejo, y permita TLS 1.2 y 1.3 en ambos; en .NET deje que el sistema elija la versión. Un aparato que no da más de sí debe enviar por un servidor de retransmisión de su propia red.
    .check = Para ver qué versiones acepta el servidor, pruebe `openssl s_client -starttls smtp -connect mail.example.org:587 -tls1_2` y luego `-tls1_3`.

situation-tls-unavailable = `STARTTLS` falta o no funciona en esta conexión.
    .cause = No se puede leer la clave o el certificado del servidor, a menudo tras una renovación. O un cortafuegos con inspección de SMTP, o un antivirus en el cliente, oculta la palabra clave.
    .fix = El administrador del servidor debe leer lo que dice su registro sobre TLS (rutas de archivos, permisos, que la clave corresponda al certificado). El administrador de la red debe desactivar la inspección de SMTP; el puerto 465 también la esquiva. Entretanto, no envíe ninguna contraseña sin cifrar.
    .check = ¿Está el saludo lleno de `*`, o una palabra clave de la respuesta a `EHLO` llena de `X`? Entonces hay un cortafuegos en el camino.

situation-tls-demanded-by-receiver = El receptor solo acepta este correo bajo TLS, y llegó sin cifrar.
    .cause = TLS está desactivado para el correo saliente, o el servidor que envía pasó a hablar sin cifrar cuando falló su negociación TLS. Más rara vez, el propio mensaje pide `REQUIRETLS` y un servidor del camino no puede cumplirlo.
    .fix = El administrador del lado que envía debe activar TLS para el correo saliente (Postfix `smtp_tls_security_level = may`, o `dane`). Con `REQUIRETLS`, el remitente decide si el mensaje puede ir sin él.
    .check = ¿Dijo `STARTTLS` el servidor que envía en esta conexión, y qué dice su registro de la negociación TLS?

situation-timeout = Uno de los lados esperó demasiado al otro.
    .cause = El servidor retrasa su saludo o su última respuesta, por consultas al DNS o un filtro de contenido, y el cliente se rinde demasiado pronto. Si se corta siempre durante el contenido, se pierden paquetes por el camino (una MTU incorrecta, un cortafuegos). Tras agotarse la espera es fácil tomar las respuestas por las del comando siguiente.
    .fix = Deje que el cliente espere: cinco minutos el saludo y la mayoría de las respuestas, diez después del punto final (`Timeout` en PHPMailer, `timeout` en smtplib, `greetingTimeout` y `socketTimeout` en Nodemailer). Los administradores deben buscar el filtro lento, o los paquetes perdidos. Una espera agotada después del punto final puede hacer que el mensaje se entregue dos veces.
    .check = ¿Después de qué comando empezó el silencio, y quién se rindió y al cabo de cuántos segundos?

situation-connection-lost = La conexión se cortó a mitad de camino.
    .cause = La cerró uno de los lados, o un aparato situado entre los dos. Un servidor desconecta a los clientes que no le gustan o que son demasiados; puede que se haya caído él mismo; en el puerto 465 corta la conexión si el cliente empieza sin cifrar; un cortafuegos olvida una conexión por la que no pasa nada. Ninguna respuesta dice cuál fue la causa.
    .fix = Mire después de qué comando se cortó y qué dice el registro del servidor de ese momento. Compare el host, el puerto y el tipo de TLS (465 desde el primer octeto, 587 con `STARTTLS`) y vuelva a intentarlo. Si se cortó después del punto final, puede que el mensaje se haya entregado de todos modos.
    .check = ¿Después de qué comando se cortó, al instante o tras una espera, y se corta también desde otra red?

situation-retry-waits = El servidor que envía espera a que le toque el siguiente intento.
    .cause = Los intentos anteriores con este host fallaron, así que no se vuelve a contactar con él antes de tiempo; esta vez no se envió nada. El motivo de los fallos está en líneas anteriores del registro.
    .fix = Por esta línea no hay que hacer nada: el servidor vuelve a intentarlo por sí mismo y avisa si se rinde. Para saber el motivo, diagnostique el último fallo del mismo host.
    .check = ¿Qué dicen las líneas anteriores sobre este host, y cuándo toca el siguiente intento (Exim: `exinext example.org`)?

## Inicio de sesión

situation-bad-credentials = El servidor no aceptó el nombre de usuario o la contraseña.
    .cause = La contraseña es vieja o está mal escrita, o el nombre de usuario tiene una forma distinta de la que espera el servidor (la dirección completa, o solo su primera parte). O las credenciales son de otro host: Amazon SES quiere credenciales SMTP y no claves de AWS; SendGrid, el usuario `apikey`. El orden y TLS eran correctos; si no, esta respuesta no habría podido llegar.
    .fix = El dueño de la cuenta debe probar las mismas credenciales en el correo web y volver a ponerlas en el programa, sin espacios ni saltos de línea alrededor. Demasiados intentos pueden bloquear la cuenta por un tiempo.
    .check = ¿Funcionan las mismas credenciales con otro programa, en el mismo host y puerto?

situation-app-password = El proveedor no acepta aquí la contraseña normal de la cuenta.
    .cause = La cuenta tiene verificación en dos pasos, o el proveedor ya no acepta contraseñas simples de los programas. La propia contraseña puede muy bien ser correcta. Gmail quiere una contraseña de aplicación; QQ, un código de autorización; Microsoft 365, casi siempre OAuth.
    .fix = El dueño de la cuenta debe crear una contraseña de aplicación e introducirla en el programa, sin los espacios. Donde no existan, el programa tiene que iniciar sesión con `XOAUTH2`, o el administrador, enviar por un servidor de retransmisión.
    .check = ¿Muestran los ajustes de seguridad de la cuenta una verificación en dos pasos, y ofrecen contraseñas de aplicación?

situation-smtp-auth-disabled = El inicio de sesión por SMTP está desactivado para este buzón.
    .cause = La organización o el buzón no lo permite; en Microsoft 365 es lo predeterminado, y los valores predeterminados de seguridad también lo desactivan. TLS y la contraseña no tienen nada que ver, diga lo que diga el programa sobre una conexión segura.
    .fix = Un administrador debe permitir el SMTP autenticado para el buzón (`SmtpClientAuthenticationDisabled` con el valor `$false`). O el programa debe usar OAuth, la API HTTP del proveedor o un conector de retransmisión.
    .check = ¿Está permitido el SMTP autenticado para el buzón y para toda la organización?

situation-auth-temporary = El servidor no pudo comprobar el inicio de sesión en este momento.
    .cause = El servicio que conoce las contraseñas (un directorio, una base de datos, el servicio de autenticación de Dovecot) está caído o lento. O los inicios de sesión llegan demasiado deprisa: Amazon SES también dice 454 cuando se supera el ritmo de envío. La contraseña no llegó a examinarse.
    .fix = El programa debe esperar y volver a intentarlo, y mantener sus conexiones en vez de iniciar sesión para cada mensaje. Si dura, el administrador del servidor debe mirar ese servicio. No cambie la contraseña.
    .check = ¿Funciona el mismo inicio de sesión unos minutos más tarde, y qué dice el registro del servidor de su comprobación de contraseñas?

situation-account-disabled = El proveedor ha suspendido la cuenta que envía.
    .cause = La cuenta envió correo no deseado (spam), casi siempre tras el robo de una contraseña; o le parece inusual al proveedor, o está impagada. Algunos proveedores solo quieren que el dueño inicie sesión con un navegador y confirme que es él.
    .fix = El dueño debe iniciar sesión en la web, hacer lo que allí se pida, cambiar la contraseña si es posible que la hayan robado, y escribir al proveedor. Más intentos por SMTP lo empeoran.
    .check = ¿Qué muestra la cuenta tras iniciar sesión con un navegador, y qué correo envió de verdad?

situation-sender-not-owned = La cuenta no puede enviar con esta dirección de remitente.
    .cause = La dirección de `MAIL` o de `From` no es la de quien inició sesión: un formulario que envía en nombre de su visitante, un servidor que reenvía, el `root` de una máquina. O nadie inició sesión, y la dirección es de un usuario del propio servidor. En los servicios de envío, nunca se llegó a verificar la dirección o el dominio.
    .fix = Envíe como la propia cuenta y ponga a la otra persona en `Reply-To`. O inicie sesión como dueño de la dirección, o pida que le concedan el derecho: «enviar como» en Microsoft, una identidad verificada en Amazon SES, `smtpd_sender_login_maps` en Postfix. El destinatario está bien, aunque el rechazo haya llegado en `RCPT`.
    .check = ¿Qué inicio de sesión, qué `MAIL` y qué `From` corresponden al mensaje rechazado?

## Destinatarios

situation-relay-denied = El servidor no retransmite correo a ese dominio para este cliente.
    .cause = Nadie inició sesión, y el dominio del destinatario no es uno de los del servidor: faltan usuario y contraseña en el cliente, o usa el puerto 25. Si el host que rechaza es el propio `MX` del dominio, su administrador ha olvidado dar de alta el dominio. Con un código temporal es lo mismo, y esperar no ayuda.
    .fix = El cliente debe iniciar sesión en el puerto de envío, o usar el host de su proveedor. Si rechaza el `MX` del destinatario, solo puede actuar el administrador de ese host: dar de alta el dominio (Postfix `mydestination`, `virtual_mailbox_domains` o `relay_domains`), o corregir el registro `MX`.
    .check = ¿Aparece el host que rechaza en la respuesta a `dig MX example.org` para el dominio del destinatario? Si no, ¿hubo antes un 235?

situation-user-unknown = El dominio no tiene ese destinatario.
    .cause = Una errata, o alguien que ya se fue. Más rara vez, el directorio receptor no está al día, o un servidor del camino cree que el dominio es suyo y busca allí al usuario: lo hace un servidor web que conoce el dominio de su propio sitio.
    .fix = El remitente debe corregir la dirección o quitarla de la lista; volver a intentarlo no lo mejora. Si la dirección existe con seguridad, mire quién rechazó: el servidor de usted tiene que dejar de considerar suyo el dominio (Postfix `mydestination`, sendmail `local-host-names`); el de ellos tiene que arreglar su directorio.
    .check = ¿Qué host lo dijo: el de usted, o el que figura en el `MX` del dominio del destinatario?

situation-mailbox-moved = El destinatario tiene ahora otra dirección.
    .cause = La persona se ha mudado a otro proveedor o a otra empresa, o la dirección es ahora de alguien distinto. Algunos servidores nombran la nueva dirección en la línea.
    .fix = El remitente debe preguntar a la persona y corregir la libreta de direcciones. Tome de la línea una dirección nueva solo si confía en el servidor que la escribió.
    .check = ¿Nombra la línea una dirección nueva, y la confirma la persona?

situation-mailbox-full = El buzón del destinatario no tiene espacio.
    .cause = Se agotó la cuota, a veces por un solo mensaje grande o una carpeta olvidada. Una cuenta que sigue llena durante semanas suele estar abandonada.
    .fix = El destinatario tiene que borrar correo u obtener una cuota mayor; entonces el mensaje puede enviarse otra vez. Avísele por otro medio. Un administrador que no quiera avisos de rebote por esto puede hacer que el rechazo sea temporal (Dovecot `quota_full_tempfail = yes`).
    .check = ¿Pasa un mensaje más pequeño, y cuántos días lleva lleno el buzón?

situation-mailbox-disabled = El buzón del destinatario está desactivado.
    .cause = La cuenta se cerró, se suspendió, o se abandonó y lleva mucho tiempo sin uso.
    .fix = El remitente debe localizar a la persona por otro medio y quitar la dirección de la lista: seguir escribiendo a buzones muertos arruina su reputación. Solo el administrador del lado receptor puede volver a abrirlo.
    .check = ¿Usa todavía la persona esta dirección?

situation-recipient-rate = Este destinatario recibe más correo del que el receptor permite para un buzón.
    .cause = Una avalancha de mensajes a una sola dirección: alertas de un sistema de supervisión, un bucle de respuestas automáticas, o correo de muchos remitentes a la vez, en lo que usted no puede influir.
    .fix = Una cola vuelve a intentarlo sola. Quien envía las alertas debe reunir varias en un mensaje o enviar menos.
    .check = ¿Cuántos mensajes a esta dirección esperan en la cola, y qué los ha generado?

situation-too-many-recipients = El mensaje tiene más destinatarios de los que el servidor acepta de una vez.
    .cause = Se alcanzó el límite de una transacción; todo servidor debería aceptar 100, algunos aceptan menos. Los destinatarios que recibieron 250 están aceptados y no se ven afectados. Algunos proveedores se refieren con las mismas palabras al límite diario de la cuenta.
    .fix = El programa debe terminar este mensaje y enviarlo otra vez a los que faltan, en otra transacción; los servidores de correo lo hacen solos. Para una lista use un servidor de listas o un servicio de envío.
    .check = ¿En qué número de orden llegó el primer rechazo de `RCPT`, y nombra la respuesta a `EHLO` un `LIMITS`, o el texto una cifra?

## Remitentes y ritmo de envío

situation-sender-domain = El dominio de la dirección del remitente no existe en el DNS.
    .cause = El remitente del sobre es un nombre local, como `root@localhost.localdomain` o uno que termina en `.local`, de un script o un servidor web al que nunca se le dio una dirección. O el dominio ha perdido sus registros, como un subdominio para avisos de rebote que pidió un servicio de envío. Un código temporal solo significa que se intentará en vano durante días.
    .fix = El administrador del lado que envía debe poner un dominio real: `myorigin` en Postfix, el enmascaramiento en sendmail, el remitente del sobre en el programa (`-f` con sendmail). Para un servicio de envío, publique el `MX` y los demás registros que indica.
    .check = ¿Tiene el dominio de `MAIL` un `MX` o una dirección: `dig MX example.org`?

situation-sender-rejected = El receptor no admite esta dirección de remitente.
    .cause = La dirección está en una lista del receptor, o el receptor preguntó al servidor del propio remitente si existe y la respuesta fue que no. Con un remitente vacío, `MAIL FROM:<>`, quien se equivoca es el servidor: así llegan los avisos de rebote, y todo servidor tiene que aceptarlos.
    .fix = El remitente debe usar una dirección que exista y reciba correo, y, si está bloqueada, dirigirse al postmaster del receptor. Si se rechaza `<>`, el administrador del lado receptor debe eximirlo de la comprobación.
    .check = ¿Llega el correo a la dirección del remitente, avisos de rebote incluidos?

situation-address-syntax = Una dirección no está bien formada.
    .cause = En el sobre hay un nombre para mostrar, una lista con comas, un espacio o el salto de línea de un archivo, faltan los corchetes angulares, o el dominio termina en un punto. Las respuestas 503 que vienen detrás solo derivan de este rechazo.
    .fix = El programa debe poner en cada `MAIL` y `RCPT` una sola dirección sin nada más, quitar espacios y saltos de línea, y comprobar lo que escriben los usuarios. Los nombres van en `From` y `To` del mensaje.
    .check = ¿Qué hay entre los corchetes angulares del comando rechazado, octeto por octeto?

situation-greylisting = El receptor pide a este remitente que vuelva más tarde: lista gris (greylisting).
    .cause = Todavía no ha visto esta combinación de host, remitente y destinatario. Un servidor de correo vuelve; gran parte del correo no deseado (spam), no. Después de eso, el correo pasa de inmediato.
    .fix = Nadie tiene que hacer nada: una cola vuelve a intentarlo en unos minutos. Solo un programa sin cola tiene que entregar su correo a un servidor de correo. Los grandes remitentes deben volver desde la misma dirección o red.
    .check = ¿Pasa el mismo mensaje en menos de una hora? Si se aplaza durante muchas horas, no es lista gris (greylisting).

situation-too-many-connections = El cliente abrió más conexiones, o envió más por una sola, de lo que permite el servidor.
    .cause = Muchos procesos o un grupo de conexiones (pool) entregan a la vez al mismo sitio, o un programa nunca cierra sus conexiones. Detrás de una dirección compartida varios remitentes se cuentan juntos.
    .fix = El administrador del lado que envía debe reducir el paralelismo hacia este sitio (Postfix `smtp_destination_concurrency_limit`, Nodemailer `maxConnections`) y enviar varios mensajes por una misma conexión. Una cola hace pasar el resto más tarde.
    .check = ¿Cuántas conexiones a este sitio había abiertas en ese momento, contando todos los programas que están detrás de la dirección?

situation-rate-limited = El receptor no acepta más de este remitente por ahora: llegó demasiado, o hubo demasiadas quejas.
    .cause = Más correo del que acepta de alguien con esta reputación: una dirección nueva, una campaña repentina, o quejas de sus usuarios. En un alojamiento compartido puede ser el correo de un vecino. Con un código temporal es una demora y todavía no un rechazo.
    .fix = La cola vuelve a intentarlo; el administrador del lado que envía debe ir más despacio con todo el sitio y subir el volumen a lo largo de varios días. Quite de la lista a quienes se quejan o no existen, firme con DKIM e inscríbase en el servicio de avisos de quejas del proveedor.
    .check = ¿Qué se envió a este sitio en las últimas horas, y qué dicen sus herramientas para postmasters sobre la dirección y el dominio con los que usted envía?

situation-quota-exceeded = La cuenta ha enviado todo lo que su proveedor permite por ahora.
    .cause = Se agotó el límite de una hora o de un día, por un envío masivo, por un programa en bucle o por alguien que ha robado la contraseña. Las cuentas nuevas tienen límites bajos.
    .fix = Espere a que el período empiece de nuevo; el dueño debe pedir un límite mayor o usar un servicio de envío para el correo masivo. Si usted no envió tanto, cambie la contraseña.
    .check = ¿Cuántos mensajes muestra la cuenta como enviados, y son todos de usted?

## Reputación y autenticación

situation-ip-blocklisted = La dirección IP que envía este correo está en una lista de bloqueo.
    .cause = De ella salió correo no deseado (spam), por un sitio web vulnerado o una contraseña robada; o salió de sus vecinos, o de quien la tuvo antes. O es una dirección doméstica o de la nube que por su tipo no debería entregar directamente, y que la PBL de Spamhaus incluye a propósito. El mensaje y el destinatario no influyen.
    .fix = El administrador del lado que envía debe buscar la lista que nombra la línea, acabar con la causa y pedir allí que saquen la dirección. Desde una línea doméstica use el servidor de envío del proveedor en el 587 con inicio de sesión: en ese caso no sirve de nada pedir que la saquen. Volver a intentarlo enseguida no cambia nada.
    .check = ¿Qué lista nombra la línea, y qué dice su página de consulta sobre la dirección?

situation-domain-blocklisted = Un dominio que aparece en el correo está en una lista de bloqueo.
    .cause = Figura en la lista el dominio del remitente, o uno al que lleva un enlace del mensaje: un acortador de enlaces, un sitio web vulnerado, un dominio de seguimiento compartido.
    .fix = Busque el dominio en la lista que nombra la línea. Su dueño debe acabar con la causa y pedir que lo saquen; el remitente debe quitar el enlace ajeno, o usar un dominio de seguimiento propio.
    .check = ¿Qué dominio y qué lista nombra la línea, y pasa el mensaje sin sus enlaces?

situation-low-reputation = El receptor confía demasiado poco en esta dirección o en este dominio.
    .cause = Los datos que tiene el propio receptor son malos (quejas, correo a direcciones desconocidas, direcciones trampa) o no los hay, como con una dirección o un dominio nuevos. No hay ninguna lista pública de la que salir.
    .fix = El administrador del lado que envía debe poner en orden SPF, DKIM, DMARC y el DNS inverso, enviar poco y solo lo que se desea, y subir el volumen a lo largo de semanas. Para mensajes sueltos ayuda enseguida un servidor de retransmisión con buena reputación.
    .check = ¿Qué muestran las herramientas para postmasters del receptor sobre la dirección y el dominio con los que usted envía?

situation-ptr-missing = La dirección IP que envía no tiene un DNS inverso que concuerde.
    .cause = No tiene registro `PTR`, tiene uno genérico del proveedor, o uno cuyo nombre no lleva de vuelta a la dirección. A menudo solo le falta a IPv6, y el correo salió por IPv6. Algunos rechazan por esto ya en el saludo, antes de que se diga nada.
    .fix = Quien posee la dirección (el proveedor de alojamiento, en su panel) debe apuntar el `PTR` al nombre completo del host de correo, y ese nombre debe tener un registro `A` o `AAAA` con la dirección. O envíe desde una dirección que tenga ambas cosas.
    .check = ¿Da `dig -x 192.0.2.1` (con su dirección) un nombre, y lleva ese nombre de vuelta a la dirección?

situation-helo-rejected = El servidor no acepta el nombre que dio el cliente en `EHLO`.
    .cause = El nombre es `localhost`, uno corto o local, `[127.0.0.1]`, está vacío, lleva un guion bajo, o es el del propio receptor. Las bibliotecas lo toman de la máquina, y en los contenedores rara vez es un nombre real. Aunque la respuesta sea temporal (el servidor de retransmisión de Gmail dice 421), el rechazo no desaparece solo.
    .fix = Ponga el nombre completo de este host tal como lo conoce el DNS: `local_hostname` en smtplib, `name` en Nodemailer, `Helo` en PHPMailer, `mail.smtp.localhost` en JavaMail, `smtp_helo_name` en Postfix. Si no hay nombre, use la dirección entre corchetes, `[192.0.2.1]`.
    .check = ¿Qué hay detrás de `EHLO`, y conoce el DNS ese nombre?

situation-spf-fail = SPF no pasó: el host que envía no figura en el registro del dominio del remitente.
    .cause = Un servidor o servicio de envío nuevo nunca se añadió al registro, o el correo sale por IPv6 y solo figura IPv4. También falla el correo reenviado, porque llega desde el host de quien reenvía. O el registro está roto: hay dos, o exige más de diez consultas.
    .fix = El administrador del dominio de `MAIL` debe añadir al registro el host o el `include:` del servicio. Quien reenvía debe reescribir el remitente del sobre (SRS). Quien no puede cambiar el registro debe enviar por un host que figure en él.
    .check = ¿Aparece en la respuesta a `dig TXT example.org`, para el dominio de `MAIL`, la dirección que nombra el rechazo?

situation-dkim-fail = DKIM no pasó: no hay ninguna firma válida.
    .cause = El mensaje no está firmado, o la clave no está en el DNS bajo el selector que nombra la firma. O algo cambió el mensaje después de firmarlo: un pie de página, una pasarela, una lista, una línea que se partió por el camino.
    .fix = El administrador del lado que envía debe publicar la clave, firmar como último paso y no tocar el mensaje después. Cuando cambian las claves, la antigua debe seguir unos días en el DNS.
    .check = ¿Da `dig TXT selector._domainkey.example.org` (los `s=` y `d=` de la firma) la clave, y pasa una copia enviada a otro proveedor?

situation-dmarc-fail = DMARC no pasó: ni SPF ni DKIM responden por el dominio de `From`.
    .cause = El correo pasó para un dominio distinto del de `From`, o para ninguno: un servicio de envío que firma con su propio nombre, un formulario que pone en `From` la dirección de su visitante, un reenvío, una lista que añade un pie de página. El receptor hace lo que pide la política de ese dominio.
    .fix = El administrador del lado que envía debe firmar con DKIM exactamente en nombre del dominio de `From`, e incluir el host en el registro SPF de ese dominio. Los formularios deben usar una dirección propia en `From` y la del visitante en `Reply-To`; las listas deben ponerse a sí mismas en `From` para tales dominios.
    .check = ¿Qué dominio figura en `From`, en `d=` de la firma y en `MAIL`, y qué dice `dig TXT _dmarc.example.org`?

situation-unauthenticated = El receptor exige que pase SPF o DKIM, y no pasó ninguno de los dos.
    .cause = El dominio no publica ningún registro SPF, o publica uno sin este host (a menudo se olvida su dirección IPv6), y el mensaje no lleva ninguna firma DKIM válida. Gmail rechaza ese correo venga de quien venga; la propia sesión estaba bien.
    .fix = El administrador del lado que envía debe firmar con DKIM e incluir en SPF cada dirección que envía. Para el correo de un programa o de una máquina, lo más rápido es enviarlo por el servidor de correo del dominio.
    .check = ¿Qué dirección lo envió, la incluye el SPF del dominio de `MAIL`, y qué dice `Authentication-Results` en otro proveedor?

situation-arc-fail = La cadena de sellos ARC de este correo reenviado está rota.
    .cause = Un reenviador o una lista selló el mensaje y después lo cambió, o su sello está hecho con una clave que no está en el DNS. El autor del mensaje no tiene nada que ver.
    .fix = El administrador del reenviador debe hacer que ARC selle en último lugar y publicar su clave. El remitente solo puede dirigirse al destinatario directamente.
    .check = ¿Cuál es el `i=` más alto de los campos `ARC-Seal`, y de quién es el dominio de su `d=`?

## El mensaje

situation-spam-content = Un filtro tomó el mensaje por correo no deseado (spam) o phishing.
    .cause = Los enlaces, las palabras o los adjuntos parecen correo no deseado (spam), o la reputación del remitente pesa más que el texto. Un mensaje de prueba con una palabra y un enlace es una víctima habitual.
    .fix = El remitente debe revisar enlaces y adjuntos, enviar un texto de verdad, y avisar al destinatario o a su postmaster, con la línea entera. Enviarlo una y otra vez lo empeora.
    .check = ¿Pasa al mismo destinatario un texto simple sin enlaces ni adjuntos?

situation-sender-restricted = El destinatario solo acepta correo de ciertos remitentes.
    .cause = La dirección es un grupo para miembros o para la gente de su propia organización, o el destinatario ha bloqueado a este remitente. Una lista moderada también lo dice.
    .fix = El dueño del grupo, o el destinatario, debe dar acceso al remitente; el remitente tiene que pedírselo por otro medio. En el servidor que envía no hay que cambiar nada.
    .check = ¿Es el destinatario un grupo, y pasa el correo de un miembro?

situation-attachment-blocked = El receptor no acepta adjuntos de este tipo.
    .cause = Los programas, los scripts y los documentos de oficina con macros se rechazan por su nombre o su contenido, también dentro de archivos comprimidos. Los comprimidos con contraseña se rechazan a menudo porque no se puede mirar dentro.
    .fix = El remitente debe compartir el archivo mediante un enlace, o en otra forma (un PDF en lugar de un documento con macros). Cambiarle el nombre rara vez ayuda y da peor impresión.
    .check = ¿Qué archivo nombra la línea, y pasa el mensaje sin él?

situation-virus = Un antivirus encontró software malicioso en el mensaje.
    .cause = Un archivo que contiene está infectado, o un enlace lleva a software malicioso; de vez en cuando es una falsa alarma, por un programa que nadie conoce todavía.
    .fix = El remitente debe hacer analizar la máquina de la que viene el archivo, y no enviar nada hasta que esté limpia. Si se sabe que el archivo es bueno, comunique al administrador del antivirus el nombre del archivo y el del hallazgo.
    .check = ¿Qué nombre de hallazgo da la línea, y lo encuentran otros antivirus en el mismo archivo?

situation-message-too-big = El mensaje es mayor de lo que acepta el servidor.
    .cause = Un adjunto crece más de un tercio por el camino (base64), y el límite cuenta el mensaje entero tal como se envía. Por eso un archivo de 20 MB no pasa donde se permiten 25 MB.
    .fix = El remitente debe enviar menos, o un enlace; volver a intentarlo no sirve de nada. El administrador del lado receptor puede subir el límite (`message_size_limit` en Postfix), en cada servidor del camino.
    .check = ¿Qué dice `SIZE` en la respuesta a `EHLO`, en octetos, y qué tamaño tiene el mensaje una vez codificado?

situation-storage = El servidor no tiene espacio para el mensaje.
    .cause = Su disco o su cola están llenos. Postfix ya rechaza cuando queda libre menos de una vez y media el valor de `message_size_limit`, así que basta un límite alto en un disco pequeño. No se trata del buzón del destinatario.
    .fix = Una cola vuelve a intentarlo. El administrador del lado receptor debe liberar espacio en el disco de la cola, o bajar el límite.
    .check = En ese servidor, ¿cuánto muestra `df` como libre para la cola, y `df -i` para sus inodos?

situation-bare-lf = El mensaje tiene finales de línea que no son CRLF.
    .cause = El contenido se construyó solo con LF, o tiene dentro un CR suelto: texto de Windows convertido dos veces, la salida de progreso de un programa. Desde los ataques de contrabando de mensajes (smuggling) de 2023, los servidores rechazan ese correo en vez de repararlo.
    .fix = El programa debe terminar cada línea con CRLF, exactamente una vez; una biblioteca de correo lo hace por usted. Los scripts deben quitar los CR sueltos (`tr -d '\r'`) antes de pasar el texto a sendmail o msmtp, que añaden los finales correctos.
    .check = ¿Qué muestra `od -c` en los finales de línea del mensaje tal como sale del programa?

situation-line-too-long = Una línea del mensaje tiene más de 998 octetos.
    .cause = HTML o JSON de una sola pieza, sin una codificación que lo parta; o un campo de cabecera como `References` o `To` que nunca se plegó.
    .fix = El programa debe codificar el cuerpo con quoted-printable o base64 y plegar los campos de cabecera largos; una biblioteca de correo hace ambas cosas.
    .check = `LC_ALL=C awk 'length > 998' message.eml` muestra las líneas demasiado largas.

situation-malformed-message = La cabecera o la estructura del mensaje no es válida.
    .cause = `From`, `Date` o `Message-ID` falta o está dos veces, un nombre con otras letras no está codificado, o hay partes MIME sin cerrar. Casi siempre el mensaje se montó a mano como texto, a veces sin la línea vacía después de la cabecera.
    .fix = El programa debe construir el mensaje con una biblioteca de correo, con exactamente un `From` que contenga una dirección válida. Los formularios no deben dejar que los visitantes escriban en los campos de cabecera.
    .check = ¿Están `From`, `Date`, `Subject` y `Message-ID` una vez cada uno en el mensaje en bruto, con una línea vacía detrás de la cabecera?

situation-eai = El mensaje necesita `SMTPUTF8`, y el servidor siguiente no lo ofrece.
    .cause = Un campo de cabecera contiene letras fuera de ASCII sin codificar, casi siempre el asunto o un nombre. O es una dirección la que tiene esas letras. A menudo lo nota primero el servidor que envía, de modo que el otro lado no rechazó nada.
    .fix = El programa debe codificar el asunto y los nombres como pide MIME (sabe hacerlo cualquier biblioteca de correo), y escribir el dominio en su forma `xn--`. Una dirección con esas letras antes de la `@` necesita servidores con `SMTPUTF8` en todo el camino, o una dirección ASCII.
    .check = ¿Está `SMTPUTF8` en la respuesta a `EHLO`, y dónde tiene la cabecera en bruto octetos por encima de 127?

situation-eight-bit = El mensaje tiene contenido de 8 bits, y un servidor del camino solo acepta 7 bits.
    .cause = El cuerpo es UTF-8 en bruto, y no se ofreció `8BITMIME`, o lo ofreció un servidor cuyo salto siguiente no puede aceptarlo; esto último lo hacen los Exchange viejos.
    .fix = El programa debe codificar el cuerpo con quoted-printable o base64, que pasa por todas partes. Si un servidor ofrece lo que no puede hacer, su administrador debe repararlo; Postfix puede pasarlo por alto cuando es él quien envía (`smtp_discard_ehlo_keywords = 8bitmime`), y codifica por sí mismo.
    .check = ¿Está `8BITMIME` en la respuesta a `EHLO`, y qué `Content-Transfer-Encoding` tiene el mensaje?

situation-chunking-broken = El envío del mensaje en fragmentos (`BDAT`) salió mal.
    .cause = Un cortafuegos o proxy del camino deja pasar `CHUNKING` y no sabe manejarlo. O el programa cuenta caracteres en lugar de octetos, o sigue adelante después de un fragmento rechazado.
    .fix = El programa debe contar octetos y, tras un fragmento rechazado, enviar `RSET` y empezar otra vez con `MAIL`. Los administradores pueden desactivar `CHUNKING` en un extremo: `smtpd_discard_ehlo_keywords = chunking` en Postfix, `hosts_try_chunking` en el Exim que envía.
    .check = ¿Pasa el mismo mensaje con `DATA`?

situation-loop = El mensaje da vueltas en círculo entre los mismos servidores.
    .cause = Dos direcciones o sistemas se reenvían el correo mutuamente, o el `MX` del dominio lleva a un host que no conoce el dominio como propio y lo envía a otro sitio.
    .fix = Los administradores de los hosts que se repiten deben cortar el reenvío en un extremo, o dar de alta allí el dominio como local (`mydestination` o `virtual_mailbox_domains` en Postfix). No suba el límite de saltos.
    .check = ¿Qué hosts se repiten en los campos `Received` del mensaje devuelto?

situation-expired = El servidor que envía lo intentó durante días y se ha rendido.
    .cause = Cada intento recibió una respuesta temporal o no logró conexión alguna; esta línea la escribió el servidor que se rindió, a menudo el de usted. Lo habitual es un host apagado, un `MX` viejo o un cortafuegos.
    .fix = Diagnostique la última respuesta temporal del informe: nombra la causa y a quién le toca actuar. Nadie ha rechazado el mensaje de forma definitiva, así que se puede enviar otra vez cuando eso esté arreglado.
    .check = ¿Qué última respuesta cita el informe debajo de esta línea, y responde el `MX` del dominio en el puerto 25?

## El sistema receptor

situation-discarded = Un filtro tomó el mensaje y lo tiró, detrás de una respuesta que decía que se había aceptado.
    .cause = El filtro lo tiene por spam, por malware o por un archivo prohibido, y está configurado para descartar ese correo en vez de rechazarlo. Así se le dijo al remitente que todo va bien, y nadie recibe un aviso de rebote. Lo que encontró el filtro figura en la línea.
    .fix = El administrador que recibe mira en la cuarentena, si el mensaje se guardó allí, y lo libera; o configura el filtro para que rechace (`D_REJECT` en Amavis), de modo que los remitentes se enteren. El remitente solo puede enviarlo de nuevo, en otra forma o por otra vía.
    .check = ¿Dice la línea `Quarantined` o nombra una `quarantine`, y está allí el mensaje?

situation-server-config = El servidor tiene un fallo propio y no pudo juzgar el correo.
    .cause = Una de sus tablas, bases de datos o filtros está caída o tiene una errata. O falla su consulta a una lista de bloqueo: Spamhaus, si se le pregunta a través de un resolvedor público, responde con un código de error (`127.255.255.254`), y un servidor que toma cualquier respuesta por un sí rechaza a todo el mundo.
    .fix = Su administrador debe leer el registro de ese minuto; a Spamhaus hay que preguntarle a través de un resolvedor propio o con una clave, y dar por buenas solo las respuestas de `127.0.0.2` a `127.0.0.11`. El remitente debe esperar, y no tiene que pedir que lo saquen de ninguna lista.
    .check = ¿Falla allí también el correo de otros remitentes, y qué dice el registro del servidor a esa hora?

situation-service-unavailable = El servicio no está disponible en este momento.
    .cause = El servidor está arrancando, deteniéndose o sobrecargado. Los grandes proveedores también lo dicen cuando no quieren nombrar el motivo, como un límite que le afecta a usted.
    .fix = Una cola vuelve a intentarlo sola, con pausas crecientes; un programa sin cola debe esperar unos minutos. Si dura horas y otros sí pasan, revise su propia dirección, su reputación y su ritmo de envío.
    .check = ¿Pasa al mismo tiempo el correo desde otra red?

situation-forwarding-off = La organización que reenvía no permite reenviar correo fuera de ella.
    .cause = Un buzón, o una regla en él, reenvía el correo a una dirección externa, y la política de salida de la organización lo prohíbe. En Microsoft 365 el reenvío automático hacia fuera está desactivado hasta que alguien lo permite. El buzón que reenvía sí ha recibido el mensaje.
    .fix = El administrador de la organización que reenvía debe permitirlo para ese buzón, en Microsoft 365 con una política de correo no deseado (spam) saliente, que allí se llama «directiva»; o el dueño del buzón debe quitar el reenvío. A quien escribió el mensaje solo le queda dirigirlo directamente a la dirección final.
    .check = ¿Es la dirección rechazada distinta de aquella a la que se envió el mensaje, y tiene el buzón intermedio una regla de reenvío?

situation-policy-refused = Una regla del receptor prohíbe este correo, y la línea no dice cuál.
    .cause = Puede ser cualquier cosa, desde la red del remitente hasta una palabra del texto; el receptor se guarda sus reglas. Lo único que añade el código es si conviene volver a intentarlo.
    .fix = El remitente, o el administrador del lado que envía, debe escribir por otro medio al postmaster del receptor y citar la línea entera, con su hora y con cualquier número que contenga.
    .check = ¿Es igual el rechazo con otro remitente, con otro destinatario de allí y con texto simple? Lo que marque la diferencia es el motivo.

situation-client-blocked = El receptor rechaza el correo de este host o de esta red.
    .cause = Su propia lista de acceso nombra la dirección, su red o su país. Es una decisión de este receptor y no una lista pública.
    .fix = El administrador del lado que envía debe pedir al postmaster del receptor que la quite, desde otra dirección (basta un buzón gratuito). Entretanto, un servidor de retransmisión en otro sitio hace pasar el correo.
    .check = ¿Llega el rechazo antes de `MAIL`, y pasa el mismo mensaje desde otra red?

situation-host-takes-no-mail = Este host no acepta correo de nadie.
    .cause = No es un servidor de correo, o ya no lo es, y lo dice en su saludo (521 o 554). El dominio no tiene `MX` y el correo fue a la dirección de su sitio web, el `MX` no está al día, o el programa tiene el host equivocado.
    .fix = Quien administra el dominio del destinatario debe corregir su `MX`; en un programa, corrija el host. El remitente debe pedir otra dirección al destinatario.
    .check = ¿Está este host en la respuesta a `dig MX example.org` para el dominio del destinatario?

situation-vrfy-disabled = El servidor no dice si una dirección existe, lo que es habitual y no es ningún fallo.
    .cause = `VRFY` y `EXPN` están desactivados en casi todas partes, porque quienes envían correo no deseado (spam) preguntaban con ellos. curl envía `VRFY` cuando no se le da nada que subir, así que entonces no se intentó enviar ningún correo.
    .fix = En el servidor no hay nada que arreglar. Para enviar un mensaje con curl, páselo con `-T FILE`; si se acepta una dirección, solo lo dice `RCPT`.
    .check = ¿Envió el cliente algún `MAIL`?

## Vistas solo en conversaciones

situation-openssl-r-command = `openssl s_client` tomó la R mayúscula de `RCPT` por un comando suyo.
    .cause = Una línea que empieza por `R` hace que `s_client` renegocie TLS; una que empieza por `Q` hace que termine. TLS 1.3 no tiene renegociación, así que sigue un error. El servidor nunca recibió la línea y no rechazó nada.
    .fix = Inícielo con `-quiet` (o `-ign_eof`), que desactiva estos comandos, o escriba `rcpt to:` en minúsculas. Añada `-crlf`, para que los finales de línea sean correctos. Para pruebas, swaks es más cómodo.
    .check = ¿Aparece `RENEGOTIATING` en la salida donde debería estar la respuesta a `RCPT`?

situation-auth-initial-response = El servidor pasó por alto la respuesta que venía junto con `AUTH` y la pidió otra vez.
    .cause = Un cliente puede enviar la primera respuesta en la misma línea que `AUTH`; este servidor no lo espera, así que desde entonces hay una respuesta de desfase entre los dos, y el nombre de usuario o la contraseña llega al lugar equivocado. Los servidores de prueba pequeños tienen este fallo. Un 235 al final no demuestra entonces nada.
    .fix = El autor del servidor debe hacer que acepte la primera respuesta. Hasta entonces use un cliente que envíe `AUTH LOGIN` solo y espere el 334, u otro servidor de prueba; donde se ofrezca, pruebe `PLAIN`.
    .check = ¿Pide el 334 `Username:` (`VXNlcm5hbWU6`) aunque el nombre de usuario ya estaba en la línea con `AUTH`?

situation-other-server-answered = Respondió un servidor distinto del que se llamó.
    .cause = El proveedor de alojamiento o la red desvía el SMTP saliente a su propio servidor; el saludo o el certificado lleva entonces el nombre de ese servidor. Lo mismo hacen un antivirus en la máquina y una entrada equivocada en el DNS o en el archivo hosts. El programa y la contraseña no tienen la culpa.
    .fix = Pida al proveedor de alojamiento que deje pasar la conexión, o envíe por el servidor que este tiene para ello, o por una API HTTP de su proveedor de correo. Deje activada la verificación del certificado: es lo que protege su contraseña de ese servidor.
    .check = ¿Qué nombre figura en el 220 y en el certificado, y es el del servidor al que usted llamó?

## Qué significan algunas líneas más allá de su situación

advice-exim-unrouteable = Exim no encontró camino para esta dirección: no existe ese usuario, o el dominio que contiene no existe o este servidor no lo conoce. Compruebe las dos mitades de la dirección y luego pregunte al DNS por el `MX` del dominio.
advice-gmail-not-authorized = Gmail toma esta dirección IP por una que no debería entregar directamente, como una línea doméstica. Envíe por el servidor de retransmisión de su proveedor, o haga que el proveedor saque la dirección de su lista de direcciones dinámicas.
advice-gmail-syntax = Ponga la dirección entre corchetes angulares y sin espacio después de los dos puntos, como en `MAIL FROM:<alice@example.org>`, y use solo parámetros que enumere `EHLO`.
advice-microsoft-access-denied = Microsoft lo dice de una dirección que no existe allí. Si se rechazan así todas las direcciones del dominio, su administrador tiene que añadir el dominio a la organización o poner al día el directorio.
advice-microsoft-banned-ip = Encuentre lo que enviaba correo no deseado (spam), acabe con ello y luego pida que saquen la dirección en `https://sender.office.com/`.
advice-microsoft-no-ipv6 = Esta organización no acepta correo por IPv6: haga que su servidor le envíe por IPv4.
advice-mimecast-anti-spoofing = El correo lleva un remitente del propio dominio del receptor y llega desde fuera, así que Mimecast lo toma por falsificado. El administrador del receptor debe hacer una excepción para este host, o envíe usted con otra dirección.
advice-service-suppressed = El servicio de envío ni lo intentó: recuerda que un mensaje anterior a esta dirección rebotó. Si la dirección ya es correcta, quítela de la lista de supresión del servicio y envíe otra vez.

## Clases de avisos de rebote

bounce-class-bad-mailbox = El dominio recibe correo, pero nadie allí tiene esta dirección.
    .then = Corrija la dirección, o quítela de la lista; volver a intentarlo no cambia nada.

bounce-class-bad-domain = El dominio del destinatario no existe, o declara que no recibe correo.
    .then = Corrija la parte que sigue a la `@`.

bounce-class-inactive = El buzón existe, pero está desactivado o abandonado.
    .then = Localice a la persona por otro medio, y no escriba más a esta dirección.

bounce-class-full = El buzón del destinatario no tiene espacio.
    .then = El destinatario tiene que borrar algo; siga intentándolo unos días.

bounce-class-restricted = El destinatario solo acepta correo de ciertos remitentes, y este no está entre ellos.
    .then = Pida al destinatario, o al dueño del grupo, que dé acceso al remitente.

bounce-class-bad-sender = La dirección del remitente en `MAIL` no se acepta: su dominio no existe, su forma es incorrecta, o la cuenta no puede usarla.
    .then = Envíe con una dirección que exista y que este servidor tenga permiso para usar.

bounce-class-client-name = Al receptor no le convence cómo se llama a sí mismo el host que envía: el nombre en `EHLO`, o lo que dice el DNS de su dirección.
    .then = Dé al host un nombre completo, y haga que su `PTR` y su registro de dirección apunten uno al otro.

bounce-class-authentication = SPF, DKIM o DMARC no pasó para el dominio del remitente, y el receptor insiste en ello.
    .then = Incluya en SPF el host que envía, firme con DKIM, y haga que uno de los dos coincida con el dominio de `From`.

bounce-class-login = El servidor exige un inicio de sesión, o no aceptó el que recibió; casi siempre lo dice un servidor de salida (smarthost).
    .then = Corrija el usuario y la contraseña para el servidor de salida (smarthost); al mensaje no le pasa nada.

bounce-class-relay = El servidor no es responsable del dominio del destinatario y no retransmite correo para nosotros.
    .then = Envíe al host correcto, o inicie sesión; si el DNS nombra precisamente este host, su administrador ha olvidado el dominio.

bounce-class-spam = Un filtro tomó este mensaje por correo no deseado (spam) o phishing.
    .then = Revise sus enlaces y su redacción, luego pregunte al receptor y muéstrele la línea entera.

bounce-class-blocklist = La dirección o el dominio que envió el correo tiene mala reputación, en una lista pública o ante este receptor.
    .then = Busque la lista que nombra la línea, acabe con lo que nos llevó a ella y pida que nos saquen.

bounce-class-content = El mensaje no está bien formado, o contiene algo que el receptor no acepta, como cierto tipo de adjunto o un virus.
    .then = Envíelo en otra forma, o sin el adjunto.

bounce-class-size = El mensaje es mayor de lo que acepta el receptor.
    .then = Envíe menos, o un enlace; un adjunto crece un tercio por el camino.

bounce-class-policy = Una regla del receptor prohíbe el mensaje, y la línea no dice cuál.
    .then = Pregunte al receptor, y muéstrele la línea entera.

bounce-class-recipient-limit = El mensaje tenía más destinatarios de los que el servidor acepta de una vez.
    .then = No hay nada que hacer: los que faltan salen en otra transacción.

bounce-class-greylisted = El receptor aún no nos conoce y quiere ver si volvemos.
    .then = Vuelva a intentarlo tras unos minutos, desde la misma dirección.

bounce-class-throttled = Llegó demasiado y demasiado deprisa: conexiones, mensajes o destinatarios.
    .then = Envíe más despacio a todo el sitio; si con eso no termina, mire qué es lo que se envía.

bounce-class-system = El sistema receptor está averiado, escaso de espacio o mal configurado.
    .then = Espere; si dura, avise a su postmaster por otro medio.

bounce-class-network = No hubo conexión con el host, o se cortó.
    .then = Espere; si tampoco se alcanza ningún otro servidor, revise nuestra propia red y el puerto 25.

bounce-class-dns = Falló una consulta al DNS, así que nadie sabe si el nombre existe.
    .then = Espere; si dura, pregunte a un resolvedor de cada lado, el nuestro y el de ellos.

bounce-class-tls = Se exigía TLS y no lo había, o falló la negociación TLS o un certificado.
    .then = Averigüe qué lado tiene la culpa: su certificado, sus versiones de TLS o su oferta de `STARTTLS`.

bounce-class-protocol = Un comando no se entendió, llegó demasiado pronto, o tenía una forma que el servidor no acepta.
    .then = Mire el primer rechazo de la conversación: los que le siguen son sus ecos.

bounce-class-loop = El mensaje ha pasado una y otra vez por los mismos servidores.
    .then = Siga sus campos `Received` hasta los dos sistemas que se lo envían uno al otro.

bounce-class-expired = Un servidor del camino lo intentó durante demasiado tiempo y se rindió.
    .then = Mire la última respuesta temporal: el motivo está allí, no en esta línea.

bounce-class-unknown = Ninguna regla conoce esta línea.
    .then = Lea la propia línea; su código dice si hay que volver a intentarlo.
