own-client-refused = A este cliente no se le atiende
    .cause = El propio saludo fue el rechazo: una regla sobre la dirección que se conecta decidió antes de atender ningún comando. Ningún ajuste de esta versión crea una regla así.
    .remedy = Diga `QUIT` y no vuelva enseguida: nada en el mensaje puede cambiar la respuesta. Si el servidor es suyo: la línea del registro de esta respuesta nombra al cliente y la regla que hay detrás.

own-no-mail-host = Este host nunca acepta correo
    .cause = El host dice en su saludo que aquí nunca se recibe correo, venga de quien venga. Ningún ajuste de esta versión lo produce; un servidor en marcha acepta correo.
    .remedy = Entregue en otro host: mire los registros `MX` del dominio y avise a su dueño si llevan aquí. Si el dominio es suyo: publique un `MX` nulo, y los remitentes no tendrán ni que llamar.

own-early-talker = Usted habló antes del saludo
    .cause = Llegaron octetos antes de que se enviara el 220. Un programa de correo espera el saludo; lo que habla primero suele ser una herramienta de correo no deseado (spam), un cliente web o un proxy del que nadie ha avisado al servidor.
    .remedy = Lea primero el saludo y luego envíe `EHLO`. Si el servidor es suyo: un proxy que empieza con una cabecera PROXY tiene que figurar en `proxy_protocol` del puerto de escucha.

own-session-refused = En esta sesión solo queda `QUIT`
    .cause = El saludo fue un rechazo, y cada comando posterior recibe la misma respuesta. El motivo está en aquella primera línea, no en el comando que recibió 503.
    .remedy = Envíe `QUIT`, lea otra vez el saludo y corrija lo que nombraba; un nuevo intento necesita una conexión nueva. Si el servidor es suyo: busque en el registro el rechazo que se dio en el saludo de esa misma sesión.

own-command-to-no-mail-host = Un comando a un host que no acepta correo
    .cause = El saludo fue 521 y el cliente siguió de todos modos. Pida lo que pida, este host no tiene detrás ningún servicio de correo.
    .remedy = Envíe `QUIT` y busque el host correcto en los registros `MX` del dominio. Volver a intentarlo aquí no aporta nada.

own-hello-argument = `EHLO` o `HELO` sin un nombre utilizable
    .cause = A `EHLO` y `HELO` debe seguirles un nombre de host o una dirección entre corchetes, y lo que llegó fue nada, varias palabras, o caracteres fuera del ASCII imprimible. Los guiones bajos se dejan pasar, porque muchas máquinas los tienen.
    .remedy = Ponga en el programa de correo el nombre de la máquina que envía: un nombre completo como `host.example.org`, o un literal de dirección como `[192.0.2.1]`. El culpable habitual es un ajuste vacío o un nombre de equipo con espacios.

own-hello-needs-tls = `HELO` donde se exige TLS
    .cause = El puerto de escucha tiene `require_tls`, y después de `HELO` no hay manera de llegar a TLS, porque solo `EHLO` ofrece `STARTTLS`. Por eso el servidor no lo deja entrar en ese callejón sin salida.
    .remedy = Envíe `EHLO`, luego `STARTTLS`, luego otra vez `EHLO`. Si el programa no conoce más que `HELO`, dele un puerto donde TLS empiece de inmediato. Si el servidor es suyo: `require_tls` va en los puertos de envío, no en el puerto 25.

own-hello-after-refusal = `EHLO` tras un saludo de rechazo
    .cause = La sesión fue rechazada por su primera línea, así que no hay nada ante lo que presentarse. Las respuestas a `EHLO` y `HELO` no llevan ni código ampliado ni id.
    .remedy = Envíe `QUIT` y lea el saludo: contiene el motivo real. Un cliente que solo atiende al código de `EHLO` informará del error equivocado; haga que muestre también el saludo.

own-hello-with-weak-tls = `EHLO` sobre un TLS demasiado débil
    .cause = Se acordó TLS, y lo acordado queda por debajo de lo que permite este servidor, así que la sesión termina aquí. Las versiones anteriores a la 1.2 ya fallan en la negociación TLS, y ningún ajuste de esta versión pide más.
    .remedy = Envíe `QUIT` y conéctese con un software TLS actual: versión 1.2 o 1.3 con un conjunto de cifrado corriente. Seguir sin cifrar no es la salida.

own-ehlo-first = Falta presentarse con el nombre
    .cause = En esta sesión no se ha aceptado ningún `EHLO` ni `HELO`, o acaba de empezar TLS y ha borrado el anterior. Sin él, el servidor no sabe con quién habla ni qué puede ofrecer.
    .remedy = Envíe `EHLO` con su nombre de host, espere todas las líneas de la respuesta y luego repita el comando. Después de `STARTTLS`, un segundo `EHLO` es parte del procedimiento; `RSET` no lo sustituye.

own-tls-required = Primero, TLS
    .cause = El puerto de escucha tiene `require_tls`, y la conexión sigue sin cifrar. Hasta que TLS esté activo solo se atienden `EHLO`, `NOOP`, `RSET`, `QUIT` y `STARTTLS`.
    .remedy = Envíe `STARTTLS`, haga la negociación TLS, luego otra vez `EHLO`, luego lo que quería. En un programa de correo elija `STARTTLS` para este puerto. Si el servidor es suyo: en el puerto 25 ponga `require_tls = false`, o los servidores sin TLS no podrán enviarle nada.

own-starttls-active = `STARTTLS` dos veces
    .cause = La conexión ya está cifrada, desde su primer octeto o por un `STARTTLS` anterior. En SMTP no se hace TLS dentro de TLS.
    .remedy = Siga con `EHLO` o con el inicio de sesión. Probablemente el programa está puesto en `STARTTLS` en un puerto con TLS implícito como el 465: elija allí TLS desde el principio, o `STARTTLS` en el puerto 587.

own-starttls-in-transaction = `STARTTLS` en mitad de un mensaje
    .cause = Se empezó un mensaje con `MAIL`, y TLS haría que el servidor lo olvidara. Por eso el orden es primero TLS, después el mensaje.
    .remedy = Envíe `RSET`, luego `STARTTLS`, `EHLO`, y empiece de nuevo el mensaje. En su programa ponga `STARTTLS` delante del primer `MAIL`.

own-starttls-after-auth = `STARTTLS` tras el inicio de sesión
    .cause = Usted inició sesión en una conexión sin TLS, y TLS tiraría ese inicio de sesión con todo lo demás. Quien quiere TLS empieza por él.
    .remedy = Siga sin él o, mejor, envíe `QUIT`, vuelva a conectarse y envíe `STARTTLS` antes de `AUTH`. Si el servidor es suyo: se pudo iniciar sesión sin cifrar por `auth_without_tls` o con un mecanismo que no muestra la contraseña; ponga `require_tls` para acabar con eso.

own-behind-starttls = Llegó algo detrás de `STARTTLS`
    .cause = Detrás de `STARTTLS` llegaron octetos sin cifrar, sin esperar el 220. Pueden ser de un atacante, colados para que parezca que llegaron bajo TLS, y por eso se cierra la conexión.
    .remedy = Haga que el cliente espere el 220 y no envíe nada hasta terminar la negociación TLS: `STARTTLS` es el último comando de un grupo. Si su cliente lo hace y usted aún ve esto, alguien o algún aparato del camino altera el flujo.

own-tls-too-weak = Un comando sobre un TLS demasiado débil
    .cause = Lo que acordó la negociación TLS no satisface la política del servidor, y desde entonces se rechaza todo comando salvo `QUIT`. Un TLS anterior a 1.2 ni siquiera llega hasta aquí, y ningún ajuste de esta versión sube el listón.
    .remedy = Actualice la biblioteca TLS del cliente, o su lista de versiones y cifrados, y conéctese de nuevo. La sesión misma no se puede salvar.

own-auth-required = Primero, inicie sesión
    .cause = Este es un puerto de escucha con `kind = "submission"`: acepta correo para cualquiera, y por eso solo lo acepta de quien ha iniciado sesión. Su dirección de remitente no tiene nada de malo.
    .remedy = Active la autenticación para el correo saliente e inicie sesión con `AUTH` antes de `MAIL`. Si es otro servidor que quiere traerle correo, necesita el puerto 25. Si el servidor es suyo: un puerto de escucha abierto a Internet tiene `kind = "mx"`.

own-auth-ended = Su inicio de sesión ya no vale
    .cause = La cuenta se ha eliminado o tiene otra contraseña desde que usted inició sesión, y cada `MAIL` lo comprueba de nuevo. La sesión misma continúa, sin el inicio de sesión.
    .remedy = Inicie sesión con `AUTH` y la contraseña actual, o vuelva a conectarse. ¿Nadie cambió la contraseña? Pregunte al administrador si la cuenta aún existe.

own-auth-twice = `AUTH` por segunda vez
    .cause = Ya ha iniciado sesión, y una sesión tiene una sola identidad. `RSET` no termina un inicio de sesión.
    .remedy = Siga directamente con `MAIL`. Para enviar con otra cuenta, `QUIT` y abra una conexión nueva; un grupo de conexiones (pool) no debe compartirlas entre cuentas.

own-auth-in-transaction = `AUTH` en mitad de un mensaje
    .cause = Se ha aceptado `MAIL`, y la identidad no debe cambiar con un mensaje abierto.
    .remedy = Envíe `RSET`, luego `AUTH`, luego otra vez `MAIL`. En su programa, el inicio de sesión va justo detrás del último `EHLO`.

own-auth-no-mechanism = `AUTH` sin mecanismo
    .cause = `AUTH` llegó solo o con algo que no es nombre de un mecanismo. El nombre dice cómo será el inicio de sesión, así que sin él no puede empezar nada.
    .remedy = Tome un nombre de la línea `AUTH` de la respuesta a `EHLO` y envíe por ejemplo `AUTH PLAIN`.

own-auth-unknown-mechanism = Un mecanismo que no se ofrece
    .cause = El mecanismo nombrado no está en la línea `AUTH` que se mostró a esta sesión. Lo que se ofrece depende de TLS y de las cuentas: SCRAM necesita verificadores guardados, los tokens necesitan un `[[oauth]]` o un `[[dovecot]]` con `tokens = true`, CRAM-MD5 necesita `accounts.cram_md5`, y EXTERNAL necesita un certificado de cliente que el puerto de escucha pida (`client_certificates`) y en el que confíe (`client_ca`), y una cuenta con un certificado. La respuesta no repite una palabra que no sea el nombre de un mecanismo: puede ser una contraseña.
    .remedy = Lea la última respuesta a `EHLO`, la posterior a TLS, y use lo que figura en ella. Si el servidor es suyo: cree verificadores con `postrider account passwd`, asigne a una cuenta su certificado con `postrider account certificate`, o configure la fuente que necesita el mecanismo.

own-auth-needs-tls = Este mecanismo es solo para TLS
    .cause = `PLAIN` y `LOGIN` muestran la contraseña a cualquiera que esté en el camino, así que solo se aceptan bajo TLS. Su conexión está sin cifrar.
    .remedy = Envíe `STARTTLS`, luego `EHLO`, luego `AUTH`; en un programa de correo elija `STARTTLS` o TLS. Si el servidor es suyo: `auth_without_tls = true` levanta esta restricción, y solo lo merece una red en la que nadie puede escuchar.

own-auth-initial-response = En este mecanismo habla primero el servidor
    .cause = El comando traía una respuesta, y en este mecanismo la primera palabra es un desafío del servidor: aún no había nada a lo que responder.
    .remedy = Envíe `AUTH` solo con el mecanismo, espere el 334 y responda al desafío.

own-auth-base64 = No es base64
    .cause = Lo que se envió para iniciar sesión no se puede descodificar: un salto de línea en medio, un `=` que falta al final, o texto simple donde va base64. Nadie ha mirado todavía la contraseña.
    .remedy = Codifique la respuesta como una sola línea de base64 estándar, sin espacios. Los codificadores que parten la línea tras 76 caracteres rompen los tokens largos; desactive ese corte.

own-auth-malformed = Los datos del inicio de sesión tienen mala forma
    .cause = El base64 estaba bien, pero lo que contiene no está construido como exige el mecanismo: en `PLAIN`, por ejemplo, tres campos con NUL entre ellos. El texto tras los dos puntos nombra el fallo.
    .remedy = Use una biblioteca SASL en lugar de componer la cadena a mano. El descuido clásico en `PLAIN` es que falta el NUL delante del nombre.

own-auth-cancelled = Usted canceló el inicio de sesión
    .cause = El cliente envió un único `*` en mitad del inicio de sesión, y eso significa parar. La sesión está como antes de `AUTH`.
    .remedy = Empiece otra vez `AUTH`, o siga sin él donde se permita. Si nadie quería cancelar, el programa desistió por su cuenta: su registro dice por qué; a menudo, un certificado o un token que no pudo obtener.

own-auth-line-too-long = La línea del inicio de sesión es demasiado larga
    .cause = Una respuesta fue más larga de lo que permite `limits.auth_line_octets`. Solo se acercan a eso los tokens o tiques muy grandes.
    .remedy = Pida un token más pequeño, con menos atributos (claims) o grupos. Si el servidor es suyo: aumente `limits.auth_line_octets`.

own-auth-failed = El nombre o la contraseña son incorrectos
    .cause = El inicio de sesión se examinó y se rechazó. La respuesta es la misma para una contraseña incorrecta, para un nombre que no existe y para un token no válido, de modo que nadie pueda averiguar qué nombres existen.
    .remedy = Compruebe el nombre completo (a menudo es la dirección entera) y luego escriba de nuevo la contraseña; la causa habitual es una vieja guardada. Si el servidor es suyo: `postrider account test` dice qué se sabe de la cuenta; el registro, qué falló.

own-auth-certificate = No se puede iniciar sesión con este certificado
    .cause = El certificado es de confianza y aun así no da acceso a nadie: ninguna cuenta tiene su huella ni un nombre de los que contiene, o no la tiene la cuenta que nombró el cliente, o la tienen varias y el cliente no nombró ninguna.
    .remedy = Presente otro certificado o inicie sesión con una contraseña. Si el servidor es suyo: `postrider account certificate NAME --add` con el `sha256:` que `postrider why --session` y el registro muestran junto al rechazo asigna el certificado a una cuenta; `--add-name`, un nombre de los que contiene. Si lo tienen varias cuentas, el cliente debe nombrar una de ellas (identidad de autorización).

own-auth-authzid = Iniciar sesión como otra persona
    .cause = El nombre y la contraseña son de una cuenta, y el cliente pidió actuar como otra. Aquí cada uno actúa en nombre propio.
    .remedy = Deje vacía la identidad de autorización en los ajustes del programa. Si necesita enviar con otra dirección, pida que se añada con `postrider account senders`.

own-auth-channel-binding = El inicio de sesión está ligado a otra conexión
    .cause = El cliente demostró la contraseña para una conexión TLS que no es la que ve el servidor, o afirmó que el servidor no ofrece ese vínculo cuando sí lo ofrece. Ese aspecto tiene una máquina en medio; un proxy que termina TLS tiene el mismo.
    .remedy = Conéctese directamente, sin un aparato que abra TLS, y vuelva a intentarlo. Si un antivirus o un proxy lo hace a propósito, use allí un mecanismo sin `-PLUS`, sabiendo a qué renuncia.

own-auth-account-disabled = La cuenta está desactivada
    .cause = La contraseña era correcta, pero la cuenta no puede iniciar sesión. La deshabilitó el administrador, o el directorio la da por bloqueada. Después de `MAIL` significa que se deshabilitó después de que usted iniciara sesión; la sesión continúa sin el inicio de sesión.
    .remedy = Probar otras contraseñas no lleva a nada: pregunte a quien se ocupa de la cuenta. Si el servidor es suyo: `postrider account list` lo muestra, y en un `[[ldap]]` es el filtro `disabled` el que coincidió.

own-auth-mechanism-too-weak = Hace falta un inicio de sesión más fuerte
    .cause = La contraseña o el token eran correctos, pero este puerto de escucha tiene `auth_least = "scram"`: no bastan los mecanismos que muestran la contraseña al servidor.
    .remedy = Ponga el programa en SCRAM; puede llamarse «contraseña cifrada» o «autenticación segura». Si el servidor es suyo: un programa viejo sin SCRAM necesita un puerto de escucha con `auth_least = "any"`.

own-xclient-argument = `XCLIENT` en forma equivocada
    .cause = Un proxy de confianza envió `XCLIENT` con un atributo que falta, que es desconocido o que no está escrito en la forma `NAME=value`. El fallo tras los dos puntos dice cuál.
    .remedy = Corrija el proxy: solo puede enviar los atributos de la línea `XCLIENT` de la respuesta a `EHLO`, cada uno con un valor.

own-xclient-in-transaction = `XCLIENT` en mitad de un mensaje
    .cause = Hay un mensaje abierto, y `XCLIENT` cambiaría el cliente del que viene. Ese comando vale para toda una sesión.
    .remedy = Haga que el proxy envíe `XCLIENT` justo detrás de su primer `EHLO`, antes de `MAIL`; de momento, `RSET` le hace sitio.

own-mail-twice = `MAIL` con un mensaje abierto
    .cause = El sobre de un mensaje está abierto, y un segundo `MAIL` mezclaría los dos. El primero sigue como estaba.
    .remedy = Envíe `RSET` y luego `MAIL`, o termine el mensaje abierto. Suele pasar cuando un cliente sigue con el mensaje siguiente tras un destinatario rechazado y olvida `RSET`.

own-mail-syntax = `MAIL` no está bien escrito
    .cause = El argumento no sigue la forma de una dirección entre corchetes angulares, con parámetros detrás de un espacio. El clásico es un espacio entre `FROM:` y el corchete; el final de la respuesta dice qué se encontró.
    .remedy = Escriba `MAIL FROM:<alice@example.org>` y, para informes, `MAIL FROM:<>`. Deje que una biblioteca construya la línea, en vez de concatenar cadenas.

own-sender-address = El remitente no es una dirección válida
    .cause = La forma del comando es correcta, pero lo que hay entre los corchetes no es una dirección: un punto de más, un espacio, un nombre para mostrar, o un dominio que no puede llamarse así.
    .remedy = Corrija el remitente en los ajustes del programa: únicamente la dirección, sin nombre para mostrar. Los formularios web que ponen aquí la dirección tecleada por un visitante lo provocan a todas horas.

own-sender-needs-smtputf8 = Un remitente fuera de ASCII, y nadie lo avisó
    .cause = La dirección tiene letras fuera de ASCII, y `MAIL` no llevaba `SMTPUTF8`, la promesa que tiene que hacer cada servidor del camino.
    .remedy = Añada `SMTPUTF8` a `MAIL`, si su software lo conoce; aquí está en la respuesta a `EHLO`. Si no, use una dirección ASCII, o escriba el dominio en su forma `xn--`.

own-parameter-unknown = Un parámetro que no se ofrece
    .cause = `MAIL` o `RCPT` lleva un parámetro que no figura en la respuesta a `EHLO`. Después de `HELO` no se ofrece ninguno, y los parámetros DSN como `NOTIFY=` y `RET=` solo existen donde el puerto de escucha tiene `dsn`.
    .remedy = Envíe solo lo que figura en el último `EHLO`, y empiece con `EHLO`, no con `HELO`. Si el servidor es suyo: `dsn = true` en el puerto de escucha de sus propios clientes les permite pedir informes.

own-parameter-value = Un parámetro con un valor incorrecto
    .cause = El parámetro se ofrece, pero su valor no: un tamaño con letras, un `BODY=` que no es ni `7BIT` ni `8BITMIME`, un valor donde no va ninguno. La respuesta dice qué se espera.
    .remedy = Corrija ese valor, u omita el parámetro: todos son opcionales.

own-parameter-repeated = El mismo parámetro dos veces
    .cause = Un comando nombra un parámetro dos veces, y cuál de ellos debería contar es pura adivinanza; por eso no cuenta ninguno.
    .remedy = Envíelo una vez. El motivo habitual es que una biblioteca añade por sí sola `SIZE=` o `BODY=` y su código lo añade otra vez.

own-message-too-big = El mensaje es demasiado grande
    .cause = Tiene más octetos de los que se aceptan aquí, anunciados con `SIZE=` o contados al llegar. El límite es `limits.message_octets`, o uno menor de la cuenta. Los adjuntos crecen un tercio por el camino.
    .remedy = Envíe un mensaje más pequeño, o un enlace en lugar del adjunto. Si el servidor es suyo: aumente `limits.message_octets`, o mire `postrider account limit` para esta cuenta.

own-rcpt-before-mail = Un destinatario sin remitente
    .cause = No hay ningún mensaje abierto: `MAIL` no se envió, fue rechazado, o su mensaje ya está terminado o lo anuló `RSET`, `EHLO` o TLS.
    .remedy = Envíe `MAIL FROM`, compruebe que recibe 250 y luego repita `RCPT`. Si lo envió, mire su respuesta: ahí está el error real.

own-rcpt-after-bdat = Un destinatario después de empezar el contenido
    .cause = Se ha aceptado el primer fragmento `BDAT`, y desde entonces el sobre está cerrado: los destinatarios de un mensaje deben conocerse antes que su contenido.
    .remedy = Termine este mensaje y envíe otro al destinatario que falta, o `RSET` y empiece de nuevo con todos.

own-rcpt-syntax = `RCPT` no está bien escrito
    .cause = El argumento no es una dirección entre corchetes angulares detrás de `TO:`, con parámetros detrás de un espacio.
    .remedy = Escriba `RCPT TO:<bob@example.org>`, una dirección por comando. Una lista de direcciones con comas en un solo `RCPT` no es SMTP.

own-recipient-address = El destinatario no es una dirección válida
    .cause = Entre los corchetes hay algo que ningún buzón puede llamarse: un punto doble, un dominio que falta, una coma, un espacio, un nombre pegado junto con la dirección.
    .remedy = Corrija la dirección en la lista o la agenda; volver a intentarlo no servirá. Para desarrolladores: quite espacios y nombres para mostrar antes de que la dirección llegue a `RCPT`.

own-recipient-needs-smtputf8 = Un destinatario fuera de ASCII, y nadie lo avisó
    .cause = Esta dirección tiene letras fuera de ASCII, y el mensaje abierto se empezó sin `SMTPUTF8`.
    .remedy = `RSET`, luego `MAIL` con `SMTPUTF8`, luego otra vez `RCPT`. Si su software no conoce la extensión, pida al destinatario una dirección ASCII.

own-unknown-user = Aquí no existe ese buzón
    .cause = El dominio se atiende aquí y nada en él tiene este nombre: ni buzón, ni alias, ni buzón comodín (catch-all). En un dominio de retransmisión, quien dijo que no fue la lista o el propio servidor del dominio.
    .remedy = Corrija la dirección o quítela de la lista: esto es definitivo. Si el servidor es suyo: el nombre va en `mailboxes` o `aliases` de su `[[domain]]`, o en `recipients` de su `[[relay_domain]]`.

own-data-before-mail = Contenido sin mensaje
    .cause = No se conoce ni remitente ni destinatario: aquí nunca se aceptó `MAIL`, o se anuló el mensaje que abrió.
    .remedy = Empiece con `MAIL`, luego `RCPT`, luego `DATA`, leyendo cada respuesta. Si los tres salieron juntos, busque el primero que fue rechazado: este 503 es solo su eco.

own-data-before-rcpt = Contenido para nadie
    .cause = Se aceptó `MAIL`, y desde entonces no se ha probado ningún `RCPT`. Un mensaje necesita al menos un destinatario.
    .remedy = Envíe `RCPT` y luego otra vez `DATA`: el mensaje sigue abierto. En los programas esto viene de una lista de destinatarios vacía, como la de un mensaje que solo llevaba `Bcc`, si el código lo ha quitado.

own-bdat-before-mail = Un fragmento sin mensaje
    .cause = `BDAT` llegó sin ningún mensaje abierto. Sus octetos se leyeron y se tiraron, pues un fragmento no se puede retirar.
    .remedy = Envíe `RSET`, luego `MAIL` y `RCPT`, espere a que se acepten ambos, y solo entonces el fragmento.

own-bdat-before-rcpt = Un fragmento para nadie
    .cause = `MAIL` fue aceptado, no hubo ningún intento de `RCPT` y vino un fragmento. Se ha descartado tras leerlo, y con ello el mensaje ha quedado inservible.
    .remedy = Envíe `RSET` y empiece de nuevo: `MAIL`, `RCPT`, `BDAT`. Otro `RCPT` por sí solo no ayuda en este caso, a diferencia de lo que ocurre tras `DATA`.

own-no-valid-recipient = Todos los destinatarios fueron rechazados
    .cause = Cada `RCPT` de este mensaje fue rechazado, así que su contenido no sería para nadie. La causa está en aquellas respuestas, no en esta.
    .remedy = Lea las respuestas a `RCPT` y corrija lo que nombran. Después de `DATA` puede seguir enseguida otro `RCPT`; después de `BDAT` hace falta antes `RSET`. En una aplicación, anote en el registro las respuestas de los destinatarios y no la última línea.

own-data-after-bdat = `DATA` y `BDAT` en un mismo mensaje
    .cause = El contenido se empezó en fragmentos, y `DATA` lo empezaría de nuevo. Un mensaje va por un solo camino, y este ya no se puede terminar.
    .remedy = Envíe `RSET` y empiece de nuevo, solo con `DATA` o solo con `BDAT`.

own-rset-first = El mensaje está estropeado, primero `RSET`
    .cause = Se rechazó un fragmento suyo, y lo que podría seguir sería un mensaje con un hueco. Por eso solo llevan adelante `RSET`, `EHLO` o `QUIT`.
    .remedy = Envíe `RSET` y luego corrija lo que señaló la respuesta al fragmento rechazado. Un cliente que envía varios comandos a la vez tiene que parar en el primer fragmento rechazado.

own-bdat-size = `BDAT` sin un tamaño legible
    .cause = No se pudo leer el número de octetos que debía seguir, así que nadie puede saber dónde termina el fragmento y empieza el comando siguiente. Adivinar sería peligroso, y por eso se cierra la conexión.
    .remedy = Escriba `BDAT 1234` o `BDAT 1234 LAST`: un número decimal de octetos, nada más. Luego conéctese de nuevo.

own-behind-data = Contenido antes del 354
    .cause = El contenido se envió junto con `DATA`, antes de que el servidor lo pidiera. Quien no espera el 354 tampoco nota un rechazo, y el texto se habría tomado por comandos.
    .remedy = Espere el 354 y luego envíe. `DATA` tiene que ser el último comando de un grupo. Si el programa es texto pegado o un script con una pausa, haga que lea la respuesta.

own-nul-in-content = Un octeto NUL en el mensaje
    .cause = El contenido tiene un octeto de valor cero. No tiene lugar en un correo, y cada servidor del camino hace con él algo distinto.
    .remedy = Codifique los adjuntos binarios con base64, y no pegue tal cual texto en UTF-16: sus octetos cero son el origen habitual.

own-irregular-line-end = Finales de línea que no son CRLF
    .cause = El puerto de escucha tiene `irregular_lines = "reject"`, y el mensaje lleva un CR o un LF suelto. Con finales de línea así, un servidor puede ver dos mensajes donde otro ve uno.
    .remedy = Haga que el programa termine cada línea con CRLF. Si el servidor es suyo: `irregular_lines = "repair"` acepta ese correo y lo corrige, y aun así solo termina un mensaje en el final verdadero.

own-long-line = Una línea del mensaje es demasiado larga
    .cause = El puerto de escucha tiene `irregular_lines = "reject"`, y una línea es más larga que `limits.text_line_octets`. Casi siempre es HTML o JSON en una sola línea.
    .remedy = Codifique esa parte con quoted-printable o base64, que pliegan las líneas largas. Si el servidor es suyo: `irregular_lines = "repair"` acepta las líneas largas tal como están.

own-mail-loop = El mensaje da vueltas en círculo
    .cause = O tiene más campos `Received` que `limits.received_fields`, o su cabecera dice que ya se entregó antes en este mismo buzón. Una vuelta más no acabaría con ello.
    .remedy = Enviarlo de nuevo no mejora nada: mire los campos `Received`, donde dos hosts se turnan. Luego deshaga una de las dos cosas: un reenvío que devuelve el correo, o un `MX` o un `[[route]]` que apunta al lugar de donde vino el correo.

own-hello-refused = El nombre de `EHLO` se rechaza
    .cause = A una regla no le gustó el nombre que se dio el cliente. Ningún ajuste de esta versión crea una regla así.
    .remedy = Ponga el nombre verdadero y completo de la máquina que envía, el que su dirección tiene en el DNS. Si el servidor es suyo: el registro nombra la regla.

own-sender-refused = No se desea este remitente
    .cause = Decidió una regla sobre la dirección de `MAIL`. Al cliente no se le dice más, y es a propósito; el resto está en el registro. Ningún ajuste de esta versión crea una regla así.
    .remedy = No lo repita: pregunte por otro medio al postmaster del destinatario. Si el servidor es suyo: busque en el registro el id de esta respuesta.

own-sender-not-own = Esta cuenta no puede enviar con esa dirección
    .cause = Usted ha iniciado sesión, y la dirección de `MAIL` no es ni el nombre de la cuenta ni uno de sus remitentes. No se dice cuáles se permitirían, pues quien pregunta puede ser un ladrón.
    .remedy = Ponga en el programa como remitente la dirección de la cuenta. Si el servidor es suyo: `postrider account senders` añade una dirección o, para personas de un `[[ldap]]` o `[[dovecot]]`, sus `senders` y `domain`.
own-sender-not-qualified = El dominio del remitente es una sola palabra
    .cause = Usted ha iniciado sesión, y el dominio de la dirección de `MAIL`, o de `From`, `Sender` o `Reply-To` en el mensaje, es una sola palabra que no es un dominio de este servidor. Nadie en otro sitio podría responderle.
    .remedy = Ponga como remitente una dirección entera, como `alice@example.org`. Si el servidor es suyo: una palabra que deba valer necesita un `[[domain]]` o un `[[route]]`.

own-recipient-not-qualified = El dominio del destinatario es una sola palabra
    .cause = Usted ha iniciado sesión, y el dominio de este destinatario, en `RCPT` o en `To` o `Cc` del mensaje, es una sola palabra que no es un dominio de este servidor. Lo que representa varía de un lugar a otro.
    .remedy = Escriba el dominio entero en la dirección, también en la libreta de direcciones. Si el servidor es suyo: una palabra que deba valer necesita un `[[domain]]`, un `[[relay_domain]]` o un `[[route]]`.

own-author-unclear = No está claro quién lo escribió
    .cause = Un mensaje de quien ha iniciado sesión necesita un solo campo `From` que se pueda leer. No tenía ninguno, tenía varios, uno con un espacio delante de los dos puntos o con un carácter de control, o una dirección fuera de comillas delante de la verdadera, que un lector podría tomar por el autor.
    .remedy = Haga que el programa escriba un solo `From` con un nombre y una dirección. Si el nombre para mostrar contiene una `@`, póngalo entre comillas.

own-colon-apart = Un espacio delante de los dos puntos
    .cause = Un campo de cabecera está escrito como `Subject : hello`. Es una forma antigua, que se lee pero no se debe escribir: muchos de los que comprueban firmas DKIM rechazan por ella toda la cabecera, y el mensaje parecería falsificado. Lo que alguien entrega no se corrige.
    .remedy = Haga que el programa escriba los dos puntos justo detrás del nombre del campo, como en `Subject: hello`.

own-author-not-own = `From` nombra a otra persona
    .cause = El sobre es correcto, pero el campo `From` del mensaje muestra una dirección que esta cuenta no puede usar. Ese campo es lo que ve la gente.
    .remedy = Ponga su propia dirección en `From` y la de su cliente en `Reply-To`: los formularios de contacto son el clásico. Si el servidor es suyo: permítalo con `postrider account senders`, si de verdad se quiere así.

own-sender-null-mx = Nadie podría responder a este remitente
    .cause = El dominio del remitente publica un `MX` nulo: no recibe correo, así que no podría llegar ni una respuesta ni un aviso de rebote. Ningún ajuste de esta versión lo busca.
    .remedy = Envíe desde un dominio que reciba correo. Si usted administra ese dominio: quite el `MX` nulo, o use otro dominio para lo que envía.

own-relay-denied = No se acepta correo para otros dominios
    .cause = El dominio del destinatario no se atiende aquí, y usted ni ha iniciado sesión ni está en una red de confianza. De otro modo, este servidor permitiría la retransmisión abierta (open relay).
    .remedy = Si usa un programa de correo: active el inicio de sesión para el correo saliente, en el puerto de envío. Si envía correo a ese dominio: compruebe su `MX`. Si el servidor es suyo: añada el `[[domain]]` o `[[relay_domain]]` que falta, o la red del cliente a `relay.networks`.

own-recipient-null-mx = El dominio del destinatario no recibe correo
    .cause = Publica un `MX` nulo, que es como lo dice su dueño; no hay a quien entregar el mensaje. Ningún ajuste de esta versión lo rechaza en la sesión, así que un mensaje para un dominio así vuelve más tarde.
    .remedy = Busque una errata en el dominio y, si no la hay, quite al destinatario.

own-too-big-for-recipient = Demasiado grande para este destinatario
    .cause = El mensaje no es demasiado grande para este servidor, pero sí para lo que acepta este destinatario. A los demás del mismo mensaje no les afecta. Ningún ajuste de esta versión crea un límite así.
    .remedy = Deje fuera a este destinatario y envíele un enlace o una copia más pequeña.

own-owner-changed = La dirección es ahora de otra persona
    .cause = El remitente pidió que solo recibiera el mensaje el dueño de cierta fecha, y desde entonces el buzón ha cambiado de manos. Ningún ajuste de esta versión lo produce.
    .remedy = No lo envíe de nuevo a esta dirección: lo confidencial llegaría a un extraño. Pida su nueva dirección a la persona a la que se dirige.

own-unknown-command = Ningún comando se llama así
    .cause = La primera palabra de la línea no es ninguna de SMTP; al menos, ninguna que este servidor conozca. Casi siempre es una línea de un mensaje: el cliente no notó que `DATA` había sido rechazado y envió el contenido de todos modos.
    .remedy = Mire las respuestas anteriores y busque el primer rechazo. Si teclea una persona: `HELP` enumera los comandos. Si hay un proxy delante: `XCLIENT` se oculta a todo el que no esté en las redes `xclient` del puerto de escucha.

own-not-offered = Un comando conocido que aquí no se ofrece
    .cause = El comando existe, y este puerto de escucha no lo tiene, o no ahora: `STARTTLS` sin certificado o después de `HELO`, `AUTH` en un puerto para otros servidores, `BDAT` después de `HELO`, y `EXPN`, `ETRN`, `TURN` en ningún sitio.
    .remedy = Empiece con `EHLO` y use lo que figura en su respuesta. Para iniciar sesión, vaya al puerto de envío, 587 o 465. Si el servidor es suyo: `tls` y un `[[certificate]]` traen `STARTTLS`; `auth` o `kind = "submission"` traen `AUTH`.

own-line-too-long = La línea de comando es demasiado larga
    .cause = La línea tenía más octetos que `limits.command_line_octets` o, con `AUTH`, que `limits.auth_line_octets`, y se saltó hasta su final. Un mensaje enviado donde va un comando también tiene este aspecto.
    .remedy = Use comandos cortos: las direcciones y los parámetros necesitan mucho menos. Mire si se rechazó un `DATA` anterior. Si el servidor es suyo: el límite es generoso, y aumentarlo rara vez es el remedio.

own-endless-line = Una línea que no termina nunca
    .cause = Llegaron tantos octetos sin un final de línea que el servidor dejó de saltarlos, al cabo de `limits.overlong_line_octets`. Ningún programa de correo escribe un comando así.
    .remedy = Mire qué envía de verdad el cliente: datos binarios, o un mensaje tras un `DATA` rechazado. Luego conéctese de nuevo.

own-bare-lf = La línea terminó solo con LF
    .cause = Un comando terminó con LF donde va CRLF. Si dos servidores discrepan sobre dónde acaba una línea, se puede colar correo entre ellos; por eso se cierra la conexión.
    .remedy = Termine cada comando con CRLF. En un script escriba `\r\n`; con una herramienta de línea de comandos use la opción que envía CRLF, como `-crlf` de openssl.

own-bare-cr = Un CR suelto en un comando
    .cause = En mitad de la línea hay un CR sin LF. Detrás puede esconderse un segundo comando, que ejecutaría un servidor que lea de otra manera.
    .remedy = Quite CR y LF de todo lo que puedan teclear los usuarios antes de que entre en un comando: una línea así es el aspecto que tiene una inyección de cabeceras.

own-nul-in-command = Un octeto NUL en un comando
    .cause = En la línea de comando hay un octeto de valor cero. Los orígenes habituales son texto en UTF-16 y búferes de tamaño fijo enviados enteros.
    .remedy = Envíe ASCII (o UTF-8 donde se usa `SMTPUTF8`), y solo tantos octetos como tiene el texto.

own-http-request = Un cliente web en un puerto de correo
    .cause = La primera línea fue una petición HTTP. Se puede hacer que páginas web envíen correo de esa manera, así que el servidor ni sigue leyendo ni responde con cortesía.
    .remedy = Dirija el navegador o el programa a la dirección web; aquí el software de correo habla SMTP. Si el servidor es suyo: una comprobación de salud de un balanceador puesta en HTTP debe ir por TCP o a `/health` de `metrics.listen`.

own-tls-in-clear = TLS desde el primer octeto, en el puerto equivocado
    .cause = El cliente empezó con una negociación TLS, y en este puerto una sesión empieza sin cifrar y pasa a TLS con `STARTTLS`. El otro lado informa entonces a menudo de un número de versión erróneo.
    .remedy = Elija `STARTTLS` para este puerto, o vaya al puerto con TLS implícito, casi siempre el 465. Si el servidor es suyo: `tls = "implicit"` hace del puerto de escucha uno del otro tipo.

own-argument-unexpected = Un comando con palabras de más
    .cause = `DATA`, `RSET`, `QUIT` y `STARTTLS` van solos, y había algo detrás del verbo.
    .remedy = Envíe el comando a secas. Busque texto que el programa le haya pegado, como un mensaje que debía venir después del 354.

own-argument-missing = Un comando con palabras de menos
    .cause = El comando pregunta por algo y no dijo por qué, como `VRFY` sin un nombre.
    .remedy = Añada aquello por lo que se pregunta: `VRFY alice`. `HELP VRFY` muestra la forma.

own-help-unknown-topic = `HELP` sobre algo desconocido
    .cause = A `HELP` le siguió una palabra que no es un comando de este servidor.
    .remedy = Envíe `HELP` solo y elija un comando de la lista.

own-too-busy = No hay conexión libre
    .cause = Hay tantas conexiones como permite `limits.connections`, o desde esta dirección tantas como `limits.connections_per_address`. El saludo es la última línea, y a ningún mensaje le ha pasado nada.
    .remedy = Espere y vuelva, con menos conexiones a la vez. Si el servidor es suyo: vea en el registro qué límite fue antes de aumentarlo; cada conexión necesita un archivo abierto.

own-idle-timeout = Silencio demasiado largo
    .cause = No llegó ningún comando en `limits.idle_seconds` o, en mitad del contenido, nada durante `limits.content_seconds`. Un mensaje que no se confirmó no está aceptado.
    .remedy = Conéctese de nuevo y repita el mensaje abierto desde `MAIL`. Las aplicaciones que guardan una conexión para más tarde deberían cerrarla, o probarla con `NOOP` y estar preparadas para un 421.

own-too-slow = El mensaje llega demasiado despacio
    .cause = Durante más de diez minutos el contenido ha llegado a menos de `limits.content_octets_per_second`. Esos goteos mantienen ocupadas las conexiones, sin querer o a propósito.
    .remedy = Vuelva a intentarlo por una línea mejor; una cola lo hace sola. Si el servidor es suyo: baje `limits.content_octets_per_second` para clientes honrados con malos enlaces.

own-session-too-long = La sesión agotó su tiempo
    .cause = La conexión dura ya más que `limits.session_seconds`, y no hay ningún mensaje abierto. No se ha perdido nada.
    .remedy = Conéctese de nuevo y siga con el mensaje siguiente. Si el servidor es suyo: aumente `limits.session_seconds` para clientes que envían durante horas.

own-shutting-down = Están deteniendo el servidor
    .cause = Un administrador lo detiene o lo reinicia. Lo que se confirmó con 250 está a salvo en disco; lo que no, sigue en manos de usted.
    .remedy = Vuelva a intentarlo dentro de unos minutos; todo servidor de correo lo hace solo. Si el servidor es suyo: `shutdown.grace_seconds` dice cuánto se espera a los mensajes abiertos.

own-too-many-errors = Demasiados comandos rechazados
    .cause = Desde el último mensaje guardado, `limits.errors` comandos infringieron el protocolo, o se rechazaron `limits.refused_recipients` destinatarios. Un cliente que no lee las respuestas convierte un error en veinte.
    .remedy = Busque el primer rechazo de la sesión y corrija ese. En caso de destinatarios rechazados: limpie la lista antes de seguir. Si el servidor es suyo: los límites son `limits.errors` y `limits.refused_recipients`.

own-too-many-logins = Demasiados inicios de sesión rechazados
    .cause = En esta sola conexión se rechazaron `limits.refused_logins` inicios de sesión. Los programas que prueban una y otra vez la misma contraseña incorrecta llegan aquí en un segundo.
    .remedy = Corrija la contraseña antes de que el programa vuelva a conectarse; más intentos hacen esperar a esta dirección. Si el servidor es suyo: el límite es `limits.refused_logins`, y `postrider account guard` muestra quién ha fallado.

own-too-many-commands = Demasiados comandos para una sesión
    .cause = Llegaron más de `limits.commands` comandos sin que se guardara un mensaje. El correo de verdad no necesita tantos.
    .remedy = Conéctese de nuevo; un cliente que pasa horas enviando `NOOP` debería cerrar la conexión. Si el servidor es suyo: el límite es `limits.commands`, y cada mensaje guardado reinicia la cuenta.

own-tls-unavailable = TLS no está disponible ahora
    .cause = `STARTTLS` se entendió, y el servidor no tiene por el momento con qué hacer TLS. Con un `[[certificate]]` que se leyó al arrancar esto no ocurre, así que nunca debería verse mucho tiempo.
    .remedy = Vuelva a intentarlo más tarde; un cliente que insiste en TLS conserva el correo hasta entonces. Si el servidor es suyo: ejecute `postrider check` y busque el certificado en el registro.

own-auth-unavailable = Ahora no se pueden comprobar los inicios de sesión
    .cause = Nadie pudo decir si la contraseña es correcta: no respondió el archivo de cuentas, Dovecot, el directorio o el servidor de tokens, o esperan más inicios de sesión de los que permite `accounts.waiting`, o durante 30 segundos se atendieron antes otros inicios de sesión de su dirección, o el servidor se estaba deteniendo. Su contraseña no se juzgó. Después de `MAIL` significa que nadie pudo decir si su inicio de sesión sigue valiendo.
    .remedy = Vuelva a intentarlo dentro de un minuto y no cambie la contraseña. Si el servidor es suyo: el registro nombra lo que no respondió; compruebe entonces sus `timeout_seconds`, `connections` y el camino hasta él.

own-auth-too-many = Demasiados inicios de sesión fallidos desde esta dirección
    .cause = Desde su dirección han fallado más inicios de sesión de los que permite `accounts.failures_limit`, y durante un tiempo no se atiende ninguno, correcto o no. La que espera es la dirección, no la cuenta.
    .remedy = Encuentre el dispositivo con la contraseña vieja, deténgalo y espere: cada `accounts.failures_forget_seconds` se olvida un fallo. Si el servidor es suyo: `postrider account guard` enumera las direcciones; detrás de un NAT muchas personas comparten una.

own-auth-transition = Inicie sesión una vez con `PLAIN`
    .cause = Usted usó SCRAM, y el servidor aún no tiene un verificador para esta cuenta: este solo se puede crear a partir de la propia contraseña. Es también la respuesta para cuentas que están en Dovecot o en un directorio.
    .remedy = Inicie sesión con `PLAIN` bajo TLS: muchos programas lo hacen solos tras esta respuesta. Después funciona SCRAM, para las cuentas del archivo. Si el servidor es suyo: `postrider account passwd` crea el verificador sin esperar.

own-parameter-unavailable = Un parámetro que no se puede cumplir ahora
    .cause = El parámetro se conoce y se ofrece, y en este momento el servidor no podía hacer lo que promete. Ningún ajuste de esta versión lo produce.
    .remedy = Envíe el comando más tarde, o sin el parámetro si puede prescindir de su efecto.

own-no-room = No hay espacio para el mensaje
    .cause = En el disco quedaría menos espacio libre que `queue.free_floor_octets`, que se reserva para que aún pueda salir lo que ya está en la cola. Su mensaje no se ha rechazado de forma definitiva.
    .remedy = Consérvelo y vuelva a intentarlo; una cola lo hace sola. Si el servidor es suyo: libere espacio, o mueva la carpeta `data` a un disco mayor; el correo entra de nuevo en cuanto hay sitio.

own-too-many-recipients = Demasiados destinatarios en un mensaje
    .cause = El mensaje tiene tantos destinatarios como permite `limits.recipients`. Los que recibieron 250 siguen aceptados.
    .remedy = Envíe el contenido para esos, y luego un segundo mensaje para el resto; no lo abandone todo. Si el servidor es suyo: `limits.recipients` se puede aumentar, y a una lista de correo le va mejor por partes.

own-recipient-unproven = Aún no se sabe si el destinatario existe
    .cause = El dominio es un `[[relay_domain]]` con `callout`, y ahora mismo no se pudo preguntar a su propio servidor. Aceptar el correo sin comprobarlo podría significar más tarde un aviso de rebote a un remitente falsificado.
    .remedy = Déjelo esperar: la cola vuelve a intentarlo sola. Si el servidor es suyo: vea si el servidor de ese dominio es alcanzable desde aquí, o enumere a sus usuarios en `recipients`.

own-account-messages = La cuenta ha enviado bastante por ahora
    .cause = En una hora ha enviado tantos mensajes como permite `accounts.messages_per_hour`, o su límite propio. La respuesta dice cuándo vuelve a haber margen.
    .remedy = Espere hasta entonces, o reparta un envío masivo en más horas. ¿No envió usted tantos? Entonces cambie su contraseña: la tiene otra persona. Si el servidor es suyo: `postrider account limit` da a esta cuenta otro número.

own-account-recipients = La cuenta ha llegado a bastantes destinatarios por ahora
    .cause = En una hora sus mensajes fueron a tantos destinatarios como permite `accounts.recipients_per_hour`. Los destinatarios aceptados antes de esta respuesta aún reciben el mensaje.
    .remedy = Envíe el contenido para esos, y el resto a la hora que indica la respuesta. En un correo pequeño a una lista grande cuenta cada destinatario. Si el servidor es suyo: `postrider account limit` lo aumenta para una cuenta.

own-greylisted = No en el primer intento
    .cause = Un destinatario pidió un segundo intento antes de que se acepte el primer correo de un desconocido: los servidores de correo de verdad vuelven, muchas herramientas de correo no deseado (spam), no. Ningún ajuste de esta versión hace esto.
    .remedy = No hay nada mal: conserve el mensaje y vuelva a intentarlo al cabo de unos minutos, desde la misma dirección.

own-store-failed = No se pudo escribir el mensaje
    .cause = Falló su escritura en disco, y sin ella no hay 250. Usted aún tiene el mensaje, y aquí no queda nada de él.
    .remedy = Vuelva a intentarlo más tarde; una cola lo hace sola. Si el servidor es suyo: actúe ya: el registro tiene el error del disco, como un sistema de archivos lleno o de solo lectura.

own-greeting = El servidor está listo
    .cause = La conexión está establecida y este servidor está dispuesto a hablar. Su nombre y la palabra ESMTP dicen que se puede preguntar por extensiones.
    .remedy = Envíe `EHLO` con el nombre de su máquina.

own-quit = Hasta luego
    .cause = El servidor ha tomado nota de `QUIT` y cierra la conexión. Los mensajes confirmados con 250 se quedan con él; uno sin terminar se olvida.
    .remedy = Aquí ya no se puede enviar nada: cierre también la conexión. Si usted no lo pidió, averigüe qué programa envió `QUIT`.

own-hello = El servidor conoce su nombre
    .cause = La presentación se aceptó, y un mensaje abierto, si lo había, se ha olvidado. Después de `EHLO`, las líneas siguientes enumeran lo que se ofrece; después de `HELO` no hay ninguna.
    .remedy = Lea la lista y envíe después `STARTTLS` o `AUTH` si los necesita, o `MAIL`.

own-starttls-go = Empiece la negociación TLS
    .cause = El servidor espera los primeros octetos de TLS, y olvida todo lo que se dijo antes.
    .remedy = Haga ahora la negociación TLS y luego envíe otra vez `EHLO`: bajo TLS la lista de ofertas es otra.

own-auth-ok = Sesión iniciada
    .cause = El servidor sabe quién es usted durante el resto de esta sesión. No ha prometido aceptar ningún mensaje: remitente, destinatarios y contenido se juzgan cuando llegan.
    .remedy = Envíe `MAIL` con una dirección desde la que la cuenta pueda enviar.

own-mail-ok = Hay un mensaje abierto
    .cause = El remitente está anotado y el sobre de un mensaje nuevo está abierto. Todavía no se ha aceptado nada.
    .remedy = Nombre a los destinatarios con `RCPT`, un comando por cada uno.

own-rcpt-ok = El destinatario está aceptado
    .cause = Si se acepta el contenido, irá también a este destinatario. Los demás destinatarios del mismo mensaje tienen sus propias respuestas.
    .remedy = Envíe más `RCPT`, luego `DATA` o `BDAT`.

own-chunk-ok = El fragmento ha llegado
    .cause = Los octetos de este fragmento se han contado y guardado. El mensaje solo está completo con el fragmento que dice `LAST`.
    .remedy = Envíe el `BDAT` siguiente, y el último con `LAST`; también vale un `BDAT 0 LAST` vacío.

own-queued = El mensaje está aceptado
    .cause = Está en disco, y desde ahora este servidor responde de él: lo entrega, o informa al remitente de que no pudo. Con el nombre que sigue a `queued as` se encuentra en el registro.
    .remedy = Olvide su copia o archívela, y siga con `MAIL` o `QUIT`. Para seguirlo en su servidor: `postrider queue show` con ese nombre.

own-rset-ok = Borrón y cuenta nueva
    .cause = Un mensaje abierto, si lo había, se ha olvidado con su remitente y sus destinatarios. TLS, el inicio de sesión y el `EHLO` siguen como estaban.
    .remedy = Empiece de nuevo con `MAIL`.

own-noop-ok = Sigo aquí
    .cause = La conexión funciona, y no ha cambiado nada. El tiempo de silencio empieza de nuevo; la edad de la sesión, no.
    .remedy = Siga con cualquier comando.

own-vrfy-unknown = Ni sí ni no
    .cause = Este servidor no dice a nadie si una dirección existe, para que quien envía correo no deseado (spam) no pueda cribar sus listas. 252 no dice nada del buzón.
    .remedy = No lo tome por una confirmación. Envíe el mensaje: quien responde de verdad es `RCPT`.

own-help = La lista de comandos
    .cause = Nombra lo que este puerto de escucha ofrece en este estado, así que bajo TLS puede ser más larga.
    .remedy = Envíe `HELP` con uno de los nombres para ver cómo se escribe.

own-help-topic = Un comando explicado
    .cause = La línea muestra cómo se escribe el comando y qué hace. En la sesión no ha cambiado nada.
    .remedy = Envíe el comando, en esa forma.

own-auth-challenge = El servidor espera su respuesta
    .cause = El inicio de sesión está en curso, y el texto que sigue a 334 es un desafío en base64, quizá vacío. La línea siguiente se lee como respuesta y no como comando.
    .remedy = Envíe la respuesta en base64 en una línea, o un único `*` para parar. Un comando tecleado aquí se toma por una respuesta equivocada.

own-data-go = Envíe el contenido
    .cause = Desde ahora cada línea es contenido del mensaje, hasta una línea que contiene un punto y nada más. No se acepta nada hasta la respuesta a ese punto.
    .remedy = Envíe cabecera, línea vacía y cuerpo con CRLF, duplique el punto de cada línea que empiece por uno, y termine con el punto solo. Luego espere el 250.
