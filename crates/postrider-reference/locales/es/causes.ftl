cause-no-ehlo = Falta `EHLO` antes de `MAIL`
    .meaning = El cliente pasó del saludo directamente al mensaje. El servidor aún no sabe quién habla ni qué extensiones se pueden usar.
    .fix = Envíe `EHLO` con el nombre de su host y después otra vez `MAIL`. `RSET` no cambia nada aquí: no hay nada que restablecer.

cause-ehlo-refused = Se rechazó `EHLO` y nadie se dio cuenta
    .meaning = Hubo un `EHLO`, y su respuesta fue un rechazo: un nombre vacío, dos palabras, caracteres extraños, un nombre que la política no admite. Para el servidor es como si nunca hubiera llegado.
    .fix = Lea la respuesta a `EHLO`, corrija el nombre, envíe `EHLO` otra vez y espere el 250.

cause-helo-instead-of-ehlo = `HELO` donde hace falta `EHLO`
    .meaning = `HELO` abre una sesión sin extensiones, así que no hay `AUTH`, ni `STARTTLS`, ni parámetros. Muchos servidores responden 503 a lo que no anunciaron; postrider dice 502.
    .fix = Envíe `EHLO` en la misma sesión, lea su lista y siga desde ahí. En los scripts antiguos con `HELO` basta con cambiar esa palabra.

cause-starttls-before-ehlo = `STARTTLS` antes de `EHLO`
    .meaning = `STARTTLS` es una extensión, y las extensiones se ofrecen en la respuesta a `EHLO`. Pedirla antes de la oferta es demasiado pronto.
    .fix = Envíe `EHLO`, compruebe que `STARTTLS` está en la lista y entonces envíelo.

cause-tls-dropped-ehlo = TLS hizo que el servidor olvidara `EHLO`
    .meaning = Con la negociación TLS deja de valer todo lo dicho sin cifrar, también el `EHLO`; la sesión vuelve a donde estaba después del saludo. Suele pasar con bibliotecas en las que cada paso se llama a mano.
    .fix = Envíe `EHLO` una vez más, ahora bajo TLS, y lea la nueva lista: `AUTH` a menudo aparece solo ahí.

cause-auth-before-ehlo = `AUTH` antes de `EHLO`
    .meaning = Los mecanismos de inicio de sesión se anuncian en la respuesta a `EHLO`, y este cliente no preguntó. En las bibliotecas suele ser un `login()` llamado en una conexión recién abierta.
    .fix = Envíe `EHLO`, elija uno de los mecanismos enumerados y después `AUTH`.

cause-rcpt-before-mail = `RCPT` sin `MAIL`
    .meaning = El destinatario llegó sin ningún mensaje abierto: `MAIL` se omitió, se rechazó o pertenece a un mensaje que ya terminó.
    .fix = Envíe `MAIL FROM`, espere el 250 y después `RCPT`. Tras cada mensaje, el siguiente empieza otra vez con `MAIL`.

cause-data-before-mail = `DATA` sin `MAIL`
    .meaning = Se pide al servidor que acepte un contenido para el que no tiene sobre. A menudo el cliente envió todos los comandos sin leer las respuestas, y `MAIL` había fallado.
    .fix = Envíe `MAIL`, `RCPT` y `DATA` en este orden, y deténgase en el primero que no reciba su 250.

cause-bdat-before-mail = `BDAT` sin `MAIL`
    .meaning = Llegó un fragmento sin ningún mensaje abierto. El servidor tuvo que leer sus octetos de todos modos, y los ha descartado.
    .fix = Envíe `RSET`, que el estándar exige después de cualquier fragmento rechazado; después `MAIL` y `RCPT`, y el fragmento otra vez desde su primer octeto.

cause-pipelined-behind-refusal = El comando anterior había fallado
    .meaning = Salieron varios comandos juntos, el primero se rechazó y el resto solo podía fallar tras él. El 503 es un eco; la causa es el 552 de este ejemplo, o lo que viniera primero.
    .fix = Empareje una a una las respuestas con los comandos y actúe ante el primer rechazo. Arregle ese y después envíe el grupo otra vez.

cause-transaction-reset = El mensaje se anuló por el camino
    .meaning = Entre `MAIL` y el contenido llegó un `RSET`, un segundo `EHLO` o TLS, y cualquiera de ellos hace olvidar el mensaje abierto. Lo hace el código que mantiene viva la conexión y envía `RSET` o `EHLO` en mal momento.
    .fix = Empiece otra vez con `MAIL` y todos los destinatarios. Use `NOOP` para mantener viva una conexión: no toca nada.

cause-bdat-after-last = Un fragmento después del último
    .meaning = El fragmento con `LAST` terminó el mensaje, que se aceptó o se rechazó entero. Un fragmento más no pertenece a nada.
    .fix = No envíe el mensaje otra vez si `LAST` recibió 250. Envíe `RSET`, que el estándar exige aquí, y después `MAIL` para el siguiente.

cause-data-before-rcpt = Todavía no hay destinatario
    .meaning = `MAIL` se aceptó, y el cliente pasó a `DATA` sin nombrar a nadie. Algunos servidores, entre ellos Postfix, dicen 554 en el mismo caso.
    .fix = Envíe `RCPT` y después `DATA`: el mensaje sigue abierto y no necesita `RSET`. Compruebe si en su código la lista de destinatarios está vacía.

cause-bdat-before-rcpt = Un fragmento antes de cualquier destinatario
    .meaning = Llegó contenido en un fragmento cuando el sobre no tenía ningún destinatario. El fragmento se pierde, y con él el mensaje al que pertenecía.
    .fix = Envíe `RSET`, después `MAIL`, `RCPT` y el fragmento. Con fragmentos no basta un `RCPT` tardío.

cause-all-recipients-refused = Se rechazaron antes todos los destinatarios
    .meaning = Los `RCPT` se enviaron, pero se rechazaron todos, así que para el servidor no hay ningún destinatario. Exim y otros responden aquí 503; Postfix y postrider, 554; LMTP exige 503.
    .fix = Vuelva a las respuestas a `RCPT`: dirección desconocida, retransmisión, límite de envío. Arregle eso; puede seguir otro `RCPT` sin `RSET`.

cause-recipient-cap = Más destinatarios de los que el sitio permite en total
    .meaning = Un sitio puede rechazar los mensajes con más destinatarios de los que permite en total, y rechazar entonces el contenido incluso para los que había aceptado, con un 503, en lugar de limitarse al 452 habitual.
    .fix = Envíe `RSET` y empiece otra vez con menos destinatarios; el límite lo encontrará en el texto o en la línea `LIMITS` de `EHLO`.

cause-binary-with-data = Contenido binario con `DATA`
    .meaning = `MAIL` anunció `BODY=BINARYMIME`, y ese contenido solo puede llegar en fragmentos contados: con `DATA`, una línea con un punto podría aparecer en cualquier lugar de él.
    .fix = Envíe `RSET`, después `MAIL`, `RCPT` y `BDAT`; o declare `8BITMIME`, codifique el contenido y use `DATA`.

cause-nested-mail = Un segundo `MAIL` con un mensaje abierto
    .meaning = Hay un mensaje abierto, y los mensajes no se anidan. Este 503 no afecta al que está abierto.
    .fix = Termine el mensaje abierto con `RCPT` y `DATA`, o envíe `RSET` y después el nuevo `MAIL`.

cause-connection-reused = La conexión arrastra un fallo anterior
    .meaning = Una biblioteca mantuvo la conexión después de que un mensaje fallara en `RCPT`, y el sobre fallido sigue abierto. Por eso cada mensaje posterior recibe 503 en ella, y el registro muestra un error que no tiene nada que ver con ellos.
    .fix = Envíe `RSET` antes de cada mensaje en una conexión que se mantiene, o ciérrela después de cualquier fallo. Luego busque el primer error: ese es el que hay que arreglar.

cause-login-missing = Falta el inicio de sesión antes de `MAIL`
    .meaning = El servidor solo acepta correo de quien ha iniciado sesión, y lo dice con 503. El código pensado para eso es 530, y es lo que dice postrider.
    .fix = Envíe `AUTH` y espere el 235; después, `MAIL`. ¿No hay `AUTH` en la lista? Entonces van primero `STARTTLS` y `EHLO`. `RSET` no inicia ninguna sesión.

cause-auth-after-mail = `AUTH` después de `MAIL`
    .meaning = Un inicio de sesión cambiaría quién envía un mensaje que ya está abierto, así que está prohibido desde `MAIL` hasta que el mensaje termina.
    .fix = Envíe `RSET`, después `AUTH` y luego otra vez `MAIL`. En el código, adelante el inicio de sesión hasta el `EHLO`.

cause-auth-twice = `AUTH` después de un inicio de sesión correcto
    .meaning = Dentro de una conexión solo se inicia sesión una vez, y en esta ya se ha hecho. Los grupos de conexiones (pools) que inician sesión antes de cada mensaje tropiezan con esto en el segundo.
    .fix = Siga con `MAIL`: ya ha iniciado sesión. Otra cuenta necesita otra conexión.

cause-auth-not-offered = `AUTH` donde no se ofrece
    .meaning = La respuesta a `EHLO` no tenía línea `AUTH`: el puerto es para otros servidores, o el inicio de sesión solo se ofrece bajo TLS. Exim y Postfix dicen entonces 503; postrider, 502.
    .fix = Envíe `STARTTLS` y `EHLO` y mire de nuevo, o vaya al puerto 587 o 465. En el puerto 25 casi nunca se puede iniciar sesión.

cause-starttls-not-offered = `STARTTLS` donde no se ofrece
    .meaning = El servidor no tiene TLS en este puerto, o un aparato en el camino ha quitado la palabra clave de la respuesta a `EHLO`.
    .fix = Use un puerto con TLS, como el 465, o pida al administrador del servidor que instale un certificado. No siga sin cifrar con una contraseña.

cause-starttls-twice = `STARTTLS` aunque TLS está activo
    .meaning = La conexión ya está cifrada, desde el primer octeto en el puerto 465 o por un `STARTTLS` anterior. Otros dicen aquí 554, 454 o 504.
    .fix = Omítalo y siga. En los ajustes, TLS implícito y `STARTTLS` son dos opciones, y solo una de ellas puede estar activada.

cause-starttls-in-transaction = `STARTTLS` con un mensaje abierto
    .meaning = TLS restablece la sesión, y un mensaje abierto desaparecería con ello sin aviso. Por eso el servidor quiere que usted diga que renuncia a él.
    .fix = Envíe `RSET`, después `STARTTLS` y `EHLO`, y empiece el mensaje otra vez.

cause-starttls-after-auth = `STARTTLS` después del inicio de sesión
    .meaning = El inicio de sesión se hizo sin cifrar, y la negociación TLS lo descartaría. Si una contraseña quedó a la vista antes de TLS, ningún TLS posterior puede ocultarla ya.
    .fix = Siga con `MAIL` tal como está. La próxima vez: `STARTTLS`, `EHLO`, `AUTH`; y si una contraseña viajó por la red sin cifrar, cámbiela.

cause-rcpt-after-bdat = Un destinatario después de empezar el contenido
    .meaning = Con el primer fragmento se cierra la lista de destinatarios. El intento no perjudica al mensaje en curso.
    .fix = Termine con `BDAT` y `LAST` y envíe otro mensaje al destinatario tardío, o envíe `RSET` y empiece de nuevo con todos.

cause-mail-during-bdat = `MAIL` antes del último fragmento
    .meaning = El cliente cree que su mensaje ha terminado, pero el fragmento con `LAST` nunca llegó. Hasta entonces sigue abierto.
    .fix = Envíe `BDAT 0 LAST` si ya está todo el contenido, o `RSET` si no lo está; después, `MAIL`.

cause-data-after-bdat = `DATA` después de `BDAT`
    .meaning = El contenido se empezó en fragmentos, y las dos maneras no se mezclan en un mismo mensaje. Este ya no se puede terminar.
    .fix = Envíe `RSET` y empiece el mensaje otra vez, usando solo una de las dos.

cause-bdat-after-failed-chunk = Un fragmento después de uno que falló
    .meaning = Se rechazó un fragmento, y los enviados tras él dejarían un mensaje con un hueco. El 503 lo repite; el motivo está en la respuesta al primero.
    .fix = Envíe `RSET`, arregle lo que nombró el primer rechazo y empiece otra vez con `MAIL`.

cause-greeting-refused = El saludo era un rechazo
    .meaning = Ya la primera línea fue 554, y el cliente no la miró. Desde entonces todo salvo `QUIT` se responde con 503, y la aplicación notifica la línea equivocada.
    .fix = Envíe `QUIT` y lea el saludo: puede nombrar una lista de bloqueo, la falta de un nombre inverso o, como aquí, que se habló demasiado pronto. En esta sesión no ayuda nada más.

cause-second-ehlo = `EHLO` enviado dos veces
    .meaning = Un segundo `EHLO` está permitido y funciona como `RSET`; un servidor que le responde 503 se equivoca. OpenSMTPD es conocido por ello.
    .fix = Tómelo por inofensivo y siga con `MAIL`; o envíe `EHLO` una sola vez, y otra solo después de `STARTTLS`.

cause-etrn-in-transaction = `ETRN` o `ATRN` en el lugar equivocado
    .meaning = `ETRN` pide el correo en espera y no está permitido con un mensaje abierto; `ATRN` va después de un inicio de sesión y fuera de los mensajes. postrider no ofrece ninguno de los dos y dice 502.
    .fix = Termine el mensaje o envíe `RSET`, y pida después. Para `ATRN`, inicie sesión primero.

cause-xclient-in-transaction = `XCLIENT` con un mensaje abierto
    .meaning = Un proxy quiere decir por quién habla, y ya se ha empezado un mensaje en su propio nombre.
    .fix = Haga que el proxy envíe `RSET` y después `XCLIENT`; lo correcto es enviarlo justo después de su `EHLO`. Los clientes que no son un proxy nunca lo necesitan.
