enhanced-x-0-0 = Solo se conoce la clase
    .meaning = El primer dígito es todo lo que hay: 2.0.0 hecho, 4.0.0 ahora no, 5.0.0 así no. No dice nada de direcciones, red, contenido ni política.
    .seen = 2.0.0 es de todos los días: lo llevan las respuestas a `NOOP`, `RSET` y `QUIT`, y la de que un mensaje entró en la cola. 4.0.0 y 5.0.0 aparecen sobre todo en avisos de rebote, cuando un programa no recibió del otro lado ningún código ampliado y rellenó él mismo el campo `Status`.
    .sender = No saque ninguna conclusión de 5.0.0. Busque el código de respuesta y el texto; en un aviso de rebote, en el campo `Diagnostic-Code`: ahí está el motivo real.
    .server = Para un éxito, 2.0.0 es correcto. Para un rechazo elija un detalle que encaje, o al menos un tema como X.3.0 o X.7.0: quien analice su respuesta no tiene otra cosa en que apoyarse.

enhanced-x-1-0 = Algo relativo a una dirección
    .meaning = Se trata de una dirección del sobre, y ningún código de detalle dice qué le pasa. En 2.1.0 significa que la dirección del remitente fue aceptada.
    .seen = 250 2.1.0 es la respuesta habitual a `MAIL FROM`. 5.1.0 viene de servidores que rechazan a un remitente o a un destinatario sin decir cuál de los dos está mal.
    .sender = Mire qué comando fue rechazado: después de `MAIL FROM` se trata de la dirección del remitente; después de `RCPT TO`, de la del destinatario. Luego lea el texto.
    .server = Diga de qué dirección se trata: de X.1.1 a X.1.3 y X.1.10 hablan del destinatario; X.1.7 y X.1.8, del remitente.
    .otherwise-exchange = 5.1.0 es lo que dice Exchange cuando no admite al remitente: figura en una lista de bloqueo de la organización o del destinatario. La dirección del destinatario está bien.

enhanced-x-1-1 = No existe ese buzón
    .meaning = El dominio es correcto, pero nadie allí tiene esta dirección: la parte anterior a la @ no lleva a ningún sitio. El registro de la IANA lo destina a fallos permanentes; con un 4 delante, los servidores dicen que todavía no han podido averiguarlo.
    .seen = La respuesta a `RCPT TO` tras una errata, para personas que ya se fueron, con listas compradas o viejas. 4.1.1 llega mientras un servidor no puede consultar el sistema que conoce los buzones.
    .sender = Corrija la dirección o quítela de su lista enseguida: el correo repetido a usuarios desconocidos arruina su reputación. Lea antes el texto, porque algunos proveedores ponen 5.1.1 en líneas que hablan de límites de envío.
    .server = Compruebe que su lista de destinatarios está completa: un directorio sin sincronizar, o un dominio que falta en las tablas de alias, devuelve correo legítimo. Mientras una consulta falle, responda 450 4.1.1 y no 550 5.1.1.
    .otherwise-godaddy = El texto habla de un límite o de demasiado correo, mientras que el código dice 5.1.1. El buzón existe; vaya más despacio y conserve la dirección.

enhanced-x-1-2 = El dominio del destinatario no recibe correo
    .meaning = El dominio que sigue a la @ no existe, o no tiene ningún host que acepte correo.
    .seen = `gmial.com` y otras erratas; un dominio caducado; un `MX` que nombra un host inexistente. Lo normal es que lo escriba su propio servidor en el aviso de rebote, después de preguntar al DNS.
    .sender = Compruebe que está bien escrito lo que sigue a la @ y luego pregunte al DNS por `MX`, `A` y `AAAA`. Si el dominio es correcto, avise a su dueño por otro medio.
    .server = Si esto le ocurre a la gente con su dominio, compruebe que sigue registrado y revise sus registros `MX`: cada uno debe nombrar un host que tenga dirección, nunca una IP ni un `CNAME`.

enhanced-x-1-3 = La dirección del destinatario está mal escrita
    .meaning = El destinatario no es una dirección válida. Ningún servidor la aceptará jamás en esta forma.
    .seen = 501 o 553 después de `RCPT TO`: falta la @, hay un espacio, un punto doble, un nombre para mostrar dentro de los corchetes angulares, una lista con comas entregada como una sola dirección.
    .sender = Envíe únicamente la dirección, sin nada más, en `RCPT TO:<user@example.org>`. Quite los espacios y finales de línea de las listas importadas, y divida las listas antes de entregarlas.
    .server = Diga qué tiene de malo la dirección: la @ que falta, el dominio, la longitud. Acepte todo lo que permite la gramática, incluidos los signos más y las partes entre comillas, o la gente recibirá 5.1.3 con direcciones que funcionan en otros sitios.

enhanced-x-1-4 = La dirección corresponde a varios buzones
    .meaning = El servidor intentó adivinar a quién se refiere usted, encontró a más de uno y no eligió.
    .seen = Raro hoy: sistemas que entregan por apellido o mediante una búsqueda en el directorio, donde `smith` coincide con dos personas; dos objetos de un directorio que comparten una dirección.
    .sender = Use la dirección completa y exacta de la persona.
    .server = Busque direcciones duplicadas en el directorio y no resuelva el correo por parecido.

enhanced-x-1-5 = El destinatario es válido
    .meaning = Buena noticia: el destinatario fue aceptado. Es 2.1.5, y aparece detrás de 250 o en un informe de entrega correcta.
    .seen = La respuesta a cada `RCPT TO` aceptado. Todavía no promete que se acepte el propio mensaje: eso se dice después del punto final.
    .sender = No hay nada que arreglar; siga con `DATA` o `BDAT`.
    .server = Úselo solo con un 2. 5.1.5 diría que el motivo del rechazo es una dirección válida.
    .otherwise-others = Hay listas copiadas que explican 515, y servidores que envían 5.1.5, como dirección de destinatario incorrecta: lo contrario. Guíese por el primer dígito y léalo como 5.1.1 o 5.1.3.

enhanced-x-1-6 = El buzón se ha mudado y no se conoce la nueva dirección
    .meaning = La dirección fue buena en su día y ahora está cerrada; el servidor no conoce otra.
    .seen = 550 o 551 para antiguos empleados y cuentas cerradas, en sistemas que conservan los nombres viejos en lugar de olvidarlos.
    .sender = Elimine la dirección y pida la nueva a la persona por otro medio.
    .server = Si conoce la nueva dirección y puede revelarla, ayuda más 551 con esa dirección. Si no, X.1.6 es más amable que X.1.1: dice que no hubo ninguna errata.
    .otherwise-exchange = 5.1.6 en un aviso de rebote de Exchange habla de un dominio de destinatario de una sola etiqueta, como en `user@mailhost`. Escriba el dominio completo.

enhanced-x-1-7 = La dirección del remitente está mal escrita
    .meaning = Lo que figura en `MAIL FROM` no es una dirección válida.
    .seen = 501 o 553 después de `MAIL FROM`: una aplicación que pone ahí un nombre para mostrar o solo un nombre de usuario, una @ que falta, un nombre de host con guion bajo, una variable de plantilla que nadie rellenó.
    .sender = Envíe `MAIL FROM:<user@example.org>` sin nada más dentro de los corchetes angulares. En las bibliotecas busque el ajuste llamado `sender`, `return path` o `envelope from`: no es la línea `From` que ven las personas.
    .server = El remitente nulo `<>` es válido y debe pasar: lo llevan todos los avisos de rebote. Nombre la parte que está mal.

enhanced-x-1-8 = El dominio del remitente no puede recibir correo
    .meaning = El dominio de `MAIL FROM` no existe o no tiene servidor de correo, así que no se podría avisar a nadie de un fallo.
    .seen = `root@localhost`, `www-data@web01.internal` y otros nombres de máquina que vienen de tareas de cron y servidores web; un dominio nuevo cuyo DNS aún no está publicado. 451 o 450 con 4.1.8 significa que falló la propia consulta.
    .sender = Ponga como remitente del sobre un dominio que tenga un `MX` o una dirección, y que sea suyo. Con 4.1.8 revise sus servidores de nombres: puede que alguno no responda.
    .server = Use 4.1.8 cuando el DNS no dio respuesta, y 5.1.8 solo cuando dijo que el nombre no existe. Nunca lo aplique a `<>`.
    .otherwise-exchange-online = 5.1.8 significa que Microsoft ha bloqueado su cuenta por enviar demasiado correo no deseado (spam). Limpie la cuenta, cambie su contraseña y luego sáquela de la lista de usuarios restringidos.

enhanced-x-1-9 = Pasado a un sistema que no informa de nada
    .meaning = La dirección era buena y el mensaje siguió adelante, pero el sistema siguiente no participa en el seguimiento de mensajes, así que no se puede decir más.
    .seen = Solo en respuestas a consultas de seguimiento. Difícilmente lo encontrará en una sesión o en un aviso de rebote.
    .sender = No hay nada que arreglar. Para saber si el mensaje llegó, pregunte al destinatario o al administrador del sistema siguiente.
    .server = Va en los datos de seguimiento, con un 2. No lo envíe en respuestas a comandos SMTP.

enhanced-x-1-10 = El dominio del destinatario tiene un MX nulo
    .meaning = El dominio publica un registro `MX` con un solo punto: declara que no recibe correo alguno, para ninguna dirección.
    .seen = 556 de un servidor de envío o de retransmisión; dominios para páginas web o solo para enviar; una letra que falta y que llevó a un dominio así. Los avisos de rebote llegan al momento y no al cabo de días.
    .sender = Corrija el dominio del destinatario. Si es correcto, allí no se puede llegar a nadie; no lo vuelva a intentar.
    .server = Si el dominio es suyo y debe recibir correo, sustituya el MX nulo por hosts reales; no se permiten ambos a la vez. Como servidor de retransmisión diga 556 5.1.10 por el destinatario, y 550 5.7.27 cuando se trata del remitente.
    .otherwise-exchange = 550 5.1.10 de Exchange significa que no se encontró al destinatario: un usuario desconocido, no un MX nulo.

enhanced-x-2-0 = Algo relativo al buzón
    .meaning = El buzón existe y el motivo es algo que le concierne; no se dice nada más preciso.
    .seen = 450 4.2.0 es lo que muchos servidores con lista gris (greylisting) responden a `RCPT TO` en el primer intento. 5.2.0 viene de agentes de entrega que solo saben que no se pudo guardar el mensaje, Exchange entre ellos.
    .sender = Con 4.2.0 deje que la cola vuelva a intentarlo tras unos minutos, desde la misma dirección. Con 5.2.0 lea el texto y localice a la persona por otro medio.
    .server = Use de X.2.1 a X.2.4 donde encajen; para la lista gris (greylisting), 4.7.1 dice mejor que el motivo es la política.

enhanced-x-2-1 = El buzón está desactivado
    .meaning = La dirección existe y no acepta nada: de forma definitiva con 5.2.1, por ahora con 4.2.1.
    .seen = Cuentas suspendidas o sin uso desde hace tiempo en grandes proveedores, cuentas con facturas impagadas, buzones durante una migración (4.2.1).
    .sender = Tras 5.2.1 deje de escribir a la dirección: los grandes proveedores toman el correo a cuentas muertas por señal de una mala lista. Tras 4.2.1 deje trabajar a la cola.
    .server = Use un 4 solo mientras de verdad piense volver a abrir el buzón. Para cuentas que dejaron de existir, X.1.6 o X.1.1 es más claro.
    .otherwise-gmail = 450 4.2.1 significa que el buzón recibe correo demasiado deprisa, y 550 5.2.1 puede significar lo mismo como rechazo. La cuenta está viva: vaya más despacio.

enhanced-x-2-2 = El buzón está lleno
    .meaning = El destinatario ha agotado la cuota. Solo él puede hacer sitio, y por eso el RFC quiere 4.2.2.
    .seen = 452 4.2.2 mientras el servidor tiene esperanza, 552 5.2.2 cuando se rinde o no espera nunca. Si dura mucho tiempo, el buzón está abandonado.
    .sender = Deje que la cola lo intente unos días y avise a la persona por otro medio. Elimine una dirección que lleve semanas llena.
    .server = Prefiera 452 4.2.2, dígalo en `RCPT TO` y avise a los usuarios antes de que lleguen al límite. Si una avalancha golpea un solo buzón, revise el reenvío y las reglas que hacen copias.
    .otherwise-exchange = 5.2.2 también puede llegar mientras usted entrega su propio mensaje: se agotó la cuota de envío, y el destinatario no tiene nada que ver.

enhanced-x-2-3 = Demasiado grande para este buzón
    .meaning = El mensaje es mayor de lo que puede recibir este destinatario concreto, aunque el servidor en conjunto los acepta más grandes.
    .seen = 552 después de `RCPT TO` si se anunció el tamaño; si no, después del contenido: planes con límites pequeños, un límite de un buzón o grupo, en Exchange y otros.
    .sender = Envíe menos, o un enlace. Recuerde que los adjuntos crecen un tercio por el camino. Puede que otros destinatarios del mismo mensaje sí lo hayan recibido.
    .server = Rechace en `RCPT TO` cuando se dio `SIZE=`, para que falle solo este destinatario. Para el límite de todo el servidor use X.3.4.

enhanced-x-2-4 = No se pudo expandir la lista de correo
    .meaning = La dirección es una lista o un grupo, y el servidor no pudo convertirla en sus miembros.
    .seen = 450 o 452 con 4.2.4 cuando el programa de listas o el directorio no responde; 5.2.4 para un grupo vacío o defectuoso.
    .sender = Con 4.2.4 espere. Con 5.2.4 escriba al dueño de la lista, a menudo en `listname-owner` o `listname-request`.
    .server = Revise el programa de listas, la consulta al directorio y los grupos anidados que se contienen unos a otros. Si el remitente no tiene permiso para escribir allí, el código es X.7.2.

enhanced-x-3-0 = Algo relativo al sistema de correo
    .meaning = El sistema receptor suele aceptar correo, y el motivo ahora es algo de dentro. El texto, si lo hay, es para su administrador.
    .seen = 451 4.3.0 cuando no se pudo guardar un mensaje, cuando no respondió un filtro de contenido, cuando no se puede escribir en la cola. 421 4.3.0 termina toda una sesión.
    .sender = 4.3.0 no necesita más que tiempo. Con 5.3.0 de un host remoto, muestre a su postmaster la línea entera; de su propio servidor, mire en su registro.
    .server = El registro tiene el error real: disco, permisos, un filtro de contenido caído, un programa de entrega con un código de salida erróneo. Responda con un 4 para que no se pierda correo.

enhanced-x-3-1 = El servidor no tiene espacio
    .meaning = Se agotó el almacenamiento de todo el sistema, no la cuota de un buzón. El destinatario no puede hacer nada.
    .seen = 452 4.3.1 después de `MAIL FROM`, a menudo porque queda menos espacio libre que el `SIZE=` anunciado o que un mínimo; lo dicen Postfix y postrider, y Exchange cuando anda escaso de recursos.
    .sender = Deje que la cola vuelva a intentarlo. Si dura horas, avise a su postmaster por teléfono o desde otro sistema.
    .server = Libere espacio en el sistema de archivos de la cola y mire también los inodos. Averigüe qué ha crecido: archivos de registro, una cola atascada, un buzón enorme. Mientras responda 452 no se pierde correo.

enhanced-x-3-2 = El sistema no está aceptando correo
    .meaning = El host está cerrado: por un tiempo con 4.3.2, o para siempre con 521 5.3.2, cuando no es en absoluto un servidor de correo.
    .seen = 421 4.3.2 al apagarse, en mantenimiento o bajo carga; 450 4.3.2 de porteros como postscreen de Postfix mientras ponen a prueba a un cliente nuevo; 521 de hosts que solo contestan en el puerto 25 para decir que no.
    .sender = Tras 4.3.2 vuelva a intentarlo. Tras 521 revise el `MX` del dominio: nombra un host que nunca acepta correo, o usted se conecta al equivocado.
    .server = Use 421 con 4.3.2 y cierre, para que los clientes conserven su correo. Para un host que nunca debe recibir correo, publique además un MX nulo.

enhanced-x-3-3 = El sistema carece de una función que se pidió
    .meaning = Algo que el mensaje o el comando necesita no se admite allí, o no se puede cumplir por el momento.
    .seen = Pasarelas a otros sistemas; 455 4.3.3 cuando ahora no se puede atender un parámetro conocido; 5.3.3 para funciones sin código propio.
    .sender = Omita lo que pidió: el parámetro, la prioridad, la petición especial de entrega. Compárelo con las palabras clave de la respuesta a `EHLO`.
    .server = Ofrezca en `EHLO` solo lo que pueda cumplir. Para un parámetro desconocido, 555 5.5.4 es más exacto.
    .otherwise-exchange = 500 5.3.3 es la respuesta de Exchange a un comando que no conoce. Busque una errata, o texto enviado donde tocaba un comando.

enhanced-x-3-4 = Demasiado grande para el servidor
    .meaning = El mensaje supera el límite que rige allí para todos los mensajes.
    .seen = 552 después de `MAIL FROM` si se anunció `SIZE=`; si no, después de enviar el contenido en vano. Son habituales los límites de 10 a 50 MB, contados tras la codificación base64.
    .sender = Compare el mensaje con el número que sigue a `SIZE` en la respuesta a `EHLO`, y cuente un tercio más por los adjuntos. Envíe en su lugar un enlace, o varios mensajes.
    .server = Anuncie `SIZE` y rechace en `MAIL FROM`. Compruebe que los proxies y filtros de delante tengan el mismo límite, o los mensajes grandes fallarán sin motivo claro. El servidor de retransmisión de delante no debe aceptar más que lo que hay detrás.

enhanced-x-3-5 = El servidor está mal configurado
    .meaning = La configuración del sistema que responde hace imposible aceptar este mensaje. Usted no puede repararlo desde fuera.
    .seen = 451 4.3.5 de Postfix: una tabla que no se puede leer, un error de sintaxis en `main.cf` o `master.cf`, un servicio de políticas que responde mal. 5.3.5 de un host que se encuentra a sí mismo como mejor servidor de correo y no tiene ningún buzón para el dominio.
    .sender = Tras 4.3.5 deje que la cola vuelva a intentarlo; el mensaje está bien. Avise al postmaster de ese servidor, mejor con la hora exacta.
    .server = Lea el registro del servidor en ese segundo: nombra la tabla o el parámetro. Luego ejecute la comprobación de configuración de su servidor, como `postfix check`.

enhanced-x-3-6 = Aceptado, con otra prioridad
    .meaning = El mensaje fue aceptado, pero la prioridad que se pidió, o la predeterminada, fue sustituida. El nuevo número está al comienzo del texto.
    .seen = 250 2.3.6 de los pocos servidores con `MT-PRIORITY`, sobre todo en redes militares y de emergencias.
    .sender = No ha fallado nada. Si se necesita la prioridad más alta, pregunte al administrador quién puede usarla.
    .server = Envíelo con 250 después de `MAIL FROM` o después del contenido, y ponga la nueva prioridad al principio del texto.

enhanced-x-4-0 = Algo relativo a la red o al encaminamiento
    .meaning = Se trata del camino hacia el destino, y no encaja ninguno de los códigos más precisos.
    .seen = Avisos de rebote e informes de demora de su propio servidor tras errores de conexión extraños; rara vez en una respuesta en vivo.
    .sender = Compruebe desde el host que envía si el destino es alcanzable en el puerto 25, y si responden tanto su DNS como el de usted.
    .server = Este código lo escribe el lado que envía. Si aparece en respuestas de su servidor de retransmisión, use de X.4.1 a X.4.4 para que se pueda distinguir la red del DNS.

enhanced-x-4-1 = El host no responde
    .meaning = El host siguiente no aceptó la conexión: venció el plazo, la rechazó, o no hay ruta hasta él. El mensaje espera.
    .seen = `Connection timed out` en el puerto 25 en el registro de su servidor, con 4.4.1 como estado. Si pasa con todos los destinos, su proveedor bloquea el puerto 25, como hacen casi todas las nubes y redes domésticas.
    .sender = Pruebe con `telnet mx.example.org 25`. Si no se alcanza nada, pida a su proveedor que abra el puerto 25, o envíe por un servidor de salida (smarthost) en el puerto 587 o 465. Si falla un solo destino, espere; puede que el cortafuegos de ese destino descarte la dirección de usted.
    .server = Revise el puerto de escucha, el cortafuegos y los registros `MX` que nombran hosts muertos. Un registro `AAAA` roto hace esperar en vano a los remitentes con IPv6.
    .otherwise-exchange = 550 5.4.1 con `Recipient address rejected: Access denied` es un rechazo: el destinatario no existe allí, o el dominio no está configurado en esa organización. La red está bien.

enhanced-x-4-2 = La conexión se cortó
    .meaning = La conexión estaba establecida, y luego murió o enmudeció antes de que el mensaje terminara de pasar.
    .seen = 421 4.4.2 cuando un cliente lleva demasiado tiempo sin enviar nada; `lost connection` y `timeout` en el registro del remitente. Si solo fallan los mensajes grandes: un problema de tamaño de paquete. Si falla siempre en el mismo punto: un cortafuegos o antivirus que lee por el camino.
    .sender = La cola vuelve a intentarlo. Si se repite, envíe un mensaje pequeño para comparar, baje la MTU, desactive la inspección de SMTP en su cortafuegos y no mantenga abiertas conexiones sin uso.
    .server = Conceda los tiempos de espera del RFC: minutos, no segundos. Un filtro que trabaja largo rato después del punto final hace que los remitentes se rindan y entreguen dos veces.

enhanced-x-4-3 = El DNS o un directorio no respondió
    .meaning = Un directorio necesario para seguir no estaba disponible. En el correo de hoy es casi siempre el DNS, a veces LDAP o una base de datos. No dice nada de si el nombre existe.
    .seen = 451 4.4.3 o 450 después de `MAIL FROM` o `RCPT TO`; en su propia cola cuando callan todos los servidores de nombres de un dominio, o cuando DNSSEC no valida (`SERVFAIL`).
    .sender = Espere. Si dura, pregunte por el `MX` a dos resolvedores distintos: si fallan ambos, están averiados los servidores de nombres del dominio; si uno responde, el averiado es el suyo.
    .server = Revise primero el resolvedor del servidor de correo: que sea alcanzable, rápido y valide con la hora correcta. Lo mismo vale para el servidor LDAP que hay detrás de su búsqueda de destinatarios.
    .otherwise-spf = El RFC 7208 asigna 451 4.4.3 a las comprobaciones SPF que acabaron en `temperror`. Falló la consulta del registro SPF del remitente, no la ruta; X.7.24 lo sustituye.

enhanced-x-4-4 = No hay camino hacia el dominio
    .meaning = El servidor preguntó, obtuvo respuesta y no encontró en ella ningún host siguiente: el nombre no tiene ni un `MX` utilizable ni una dirección.
    .seen = En avisos de rebote de su propio servidor: un dominio que solo tiene una página web bajo otro nombre, un `MX` que nombra un host sin dirección, un servidor de salida (smarthost) con el nombre mal escrito.
    .sender = Pregunte al DNS por `MX`, y por `A` y `AAAA` de cada host que nombre. Si es su servidor de salida (smarthost), corrija el nombre en la configuración.
    .server = Publique un `MX` para cada dominio que reciba correo, y una dirección para cada host que figure en él. No deje nombres internos en registros DNS públicos.

enhanced-x-4-5 = El sistema de correo está congestionado
    .meaning = Demasiado trabajo a la vez: el servidor, o el camino hasta él, no puede con este mensaje ahora.
    .seen = 451 o 421 con 4.4.5 bajo carga, con demasiadas conexiones, mientras se despacha el trabajo atrasado.
    .sender = Envíe menos mensajes por menos conexiones, y deje crecer las pausas entre intentos. Abrir más conexiones lo empeora.
    .server = Encuentre el cuello de botella: disco lento, filtro lento, DNS lento. Limite las conexiones de cada cliente en lugar de rechazar a todos.
    .otherwise-gmail = 550 5.4.5 significa que su cuenta ha llegado a su límite de envío del día. El remedio es esperar al día siguiente o usar un servicio de correo masivo.

enhanced-x-4-6 = El mensaje da vueltas en un bucle
    .meaning = El mensaje ha pasado tantas veces por los mismos sistemas que alguien lo detuvo. El RFC lo llama transitorio; en la práctica es casi siempre definitivo.
    .seen = 554 5.4.6 es la forma habitual, de Gmail y postrider entre otros; Stalwart dice 450 4.4.6 y Exchange tiene su propio 5.4.14. Causas: dos reenvíos que apuntan uno al otro, un dominio del que cada uno de dos hosts cree que es del otro, un `MX` de respaldo que se envía a sí mismo.
    .sender = Lea los campos `Received` de abajo arriba: los nombres que se repiten son los dos extremos del círculo. Si uno es suyo, termine allí el reenvío; si no, escriba a ambos postmasters.
    .server = Compruebe que su host reconoce como propio cada dominio para el que el DNS lo nombra, y que ni el `MX` ni los ajustes de retransmisión devuelven el correo al punto de partida. Conserve los campos `Received`: sin ellos no se detecta ningún bucle.

enhanced-x-4-7 = Demasiado viejo, abandonado
    .meaning = El mensaje esperó demasiado, en una cola o según un límite que había puesto el remitente, y ya no se intenta más.
    .seen = En el aviso de rebote tras dos a cinco días de intentos. La línea solo dice que se acabó el tiempo: el motivo es el último error temporal anterior.
    .sender = Busque la última respuesta 4xx en el aviso de rebote o en su registro, y resuelva esa. Luego envíe de nuevo.
    .server = Ponga en el informe la última respuesta real, no solo este código. El plazo habitual es de cinco días; con plazos más cortos se pierde correo en un fin de semana largo.

enhanced-x-5-0 = Algo relativo al protocolo
    .meaning = Se trata de la conversación misma, y no encaja ningún código más preciso. Con un 2 es un simple sí.
    .seen = 252 2.5.0 después de `VRFY`, 250 2.5.0 de servidores que lo usan donde otros dicen 2.0.0, 554 5.5.0 cuando un cliente habla donde debe esperar. Outlook.com pone 5.5.0 en `mailbox unavailable`: ahí cuenta el texto.
    .sender = Guíese por el código de respuesta: 503 trata del orden, 501 de la forma, 554 de toda la transacción. Tome el primer rechazo de la sesión, no el último.
    .server = Prefiera 5.5.1, 5.5.2 o 5.5.4, y diga en el texto qué debería haber venido en su lugar.

enhanced-x-5-1 = Comando equivocado aquí
    .meaning = El comando está fuera de orden, o este servidor no lo tiene. Es el acompañante habitual de 503, y de 502.
    .seen = `RCPT` sin un `MAIL` aceptado, `DATA` sin destinatario, `MAIL` antes de `EHLO`, `AUTH` dos veces, `STARTTLS` bajo TLS; `EXPN` donde no se ofrece. A menudo es solo el eco de un rechazo anterior que el cliente no notó.
    .sender = Lea la sesión desde arriba: la primera línea con 4 o 5 es la causa. No siga tras ella como si hubiera sido un sí, y después de `STARTTLS` envíe otra vez `EHLO`.
    .server = Diga qué falta, como en `503 5.5.1 RCPT needs MAIL FROM first`. Un nuevo `EHLO` y `RSET` deben permitirse siempre.

enhanced-x-5-2 = No se entendió
    .meaning = El servidor no pudo leer la línea como comando: un verbo desconocido, una forma equivocada, o una respuesta del inicio de sesión que no es base64 válido.
    .seen = 500 tras una errata, un salto de línea suelto (LF) u octetos de TLS enviados sin cifrar; 500 para las líneas de texto de un mensaje que se envió aunque `DATA` había sido rechazado; 501 dentro de `AUTH`.
    .sender = Termine cada línea con CRLF y espere el 354 antes de enviar contenido. Si hay muchas líneas así seguidas, busque el rechazo anterior a la primera. Compruebe que el puerto es el adecuado: el 465 empieza con TLS; el 587 y el 25, no.
    .server = Limite el número de comandos desconocidos y luego cierre con 421; si no, un cliente confuso o un navegador web le sirve un mensaje entero línea a línea.
    .otherwise-exchange = 503 5.5.2 con `Send hello first` es cuestión de orden: el servidor quiere primero `EHLO`. En otros sitios eso es 5.5.1.
    .otherwise-postfix = 504 5.5.2 con `need fully-qualified hostname` trata del nombre en `HELO` o `EHLO`: no lleva ningún punto. La sintaxis es correcta.
    .otherwise-spf = El RFC 7208 asigna 550 5.5.2 a las comprobaciones SPF que acabaron en `permerror`: el registro SPF del remitente tiene un error. X.7.24 lo sustituye.

enhanced-x-5-3 = Demasiados destinatarios
    .meaning = Esta transacción no acepta más destinatarios. Los que fueron aceptados siguen aceptados.
    .seen = 452 4.5.3 en el primer destinatario que pasa del límite, a menudo el número ciento uno o el mil uno; 550 5.5.3 donde una regla prohíbe de forma definitiva tantas direcciones. El registro de la IANA indica 451, pero para `RCPT` el estándar SMTP exige 452.
    .sender = Termine el mensaje para los destinatarios aceptados y envíe el resto en otra transacción. Una buena cola lo hace sola; una aplicación tiene que partir su lista. Mire si la respuesta a `EHLO` tiene `LIMITS RCPTMAX=`.
    .server = Acepte al menos 100 destinatarios. Responda 452 4.5.3 a cada uno de los que sobran, y no al mensaje entero; use un 5 solo si no se desea que se reparta.

enhanced-x-5-4 = Argumentos no aceptados
    .meaning = El comando es conocido y su argumento no: un valor mal formado, un parámetro desconocido, un mecanismo que no se ofrece.
    .seen = 501 para un argumento que falta o un `SIZE=` incorrecto; 555 para `BODY=`, `RET=`, `NOTIFY=` o `AUTH=` que nunca se ofrecieron; 504 para un mecanismo de `AUTH` que no está en la lista.
    .sender = Use solo parámetros cuya palabra clave figure en la última respuesta a `EHLO`; después de `STARTTLS` pregunte de nuevo, pues la lista cambia. Ponga un espacio entre `>` y el primer parámetro.
    .server = Nombre el parámetro y la forma que espera. Los parámetros de nombre desconocido son 555; los conocidos con valores incorrectos, 501.

enhanced-x-5-5 = Versiones distintas del protocolo
    .meaning = Los dos lados hablan versiones de un protocolo que no encajan, y no pudieron acordar una.
    .seen = Casi nunca en SMTP, que no tiene números de versión. Algunos programas lo usan cuando se rechaza una versión de TLS, o entre las partes de un mismo producto tras una actualización.
    .sender = Actualice ambos programas. Si se trata de TLS, permita la versión 1.2 o posterior.
    .server = Si se refiere a TLS, se entiende mejor 5.7.0 o 4.7.0 con un texto.

enhanced-x-5-6 = Una línea del inicio de sesión es demasiado larga
    .meaning = Una respuesta dentro de `AUTH` es más larga que el búfer del servidor. La contraseña puede ser correcta.
    .seen = 500 5.5.6 con tiques de Kerberos grandes y con tokens largos para `OAUTHBEARER` o `XOAUTH2`. El estándar considera suficientes 12288 octetos.
    .sender = Obtenga un token con menos atributos (claims) o grupos, o use otro mecanismo. Compruebe que el cliente no envía un archivo o una cabecera entera en lugar del token.
    .server = Permita 12288 octetos para las líneas de `AUTH`; el límite de 512 es solo para comandos.
    .otherwise-exchange = 5.5.6 de Exchange significa contenido no válido del mensaje, y no tiene nada que ver con un inicio de sesión.

enhanced-x-6-0 = Algo relativo al contenido
    .meaning = El propio mensaje no puede entregarse tal como está, y ningún código más preciso dice por qué.
    .seen = 554 5.6.0 por octetos NUL, por líneas de más de 1000 octetos, por un `From` que falta o está repetido, por MIME roto; en Exchange, por contenido cuya conversión falló.
    .sender = Deje que una biblioteca probada construya el mensaje, parta las líneas largas (HTML en una sola línea es el clásico) y codifique con quoted-printable o base64. Envíe un mensaje de texto simple para ver si la dirección funciona.
    .server = Diga qué regla se rompió y dónde. Rechácelo en la sesión; un aviso de rebote posterior va a parar a menudo a un remitente falsificado.

enhanced-x-6-1 = No se admite este tipo de contenido
    .meaning = El formato del mensaje no puede transportarse o mostrarse en el paso siguiente: un tipo de medio, no un tamaño.
    .seen = Pasarelas a SMS, fax o buscapersonas, sistemas que solo aceptan texto simple; algunos servidores rechazan con él tipos de adjunto prohibidos.
    .sender = Envíe texto simple, u otro formato de archivo, o un enlace.
    .server = Para adjuntos que prohíbe una política es más honesto 5.7.1, con el nombre del tipo en el texto.

enhanced-x-6-2 = Hay que convertirlo, y no se permite
    .meaning = Habría que cambiar el contenido para que pudiera seguir, y el remitente o el host de retransmisión ha prohibido los cambios.
    .seen = Raro: contenido firmado o cifrado que necesita 8 bits en un salto con 7, con una regla de que debe quedar como está; pasarelas que obedecen una prohibición de conversión.
    .sender = Codifique el mensaje en 7 bits antes de firmarlo, o permita la conversión.
    .server = Ofrezca `8BITMIME` y la cuestión no se plantea nunca.

enhanced-x-6-3 = Hay que convertirlo, y nadie puede
    .meaning = El salto siguiente no puede aceptar el contenido tal como está, y este host no sabe cómo cambiarlo.
    .seen = Contenido `8BITMIME` o `BINARYMIME` camino de un servidor viejo sin la extensión; un servidor de retransmisión que no puede adaptarlo y envía un aviso de rebote con 5.6.3.
    .sender = Envíe con quoted-printable o base64, para que el contenido tenga 7 bits. La mayoría de las bibliotecas tiene una opción para ello.
    .server = Ofrezca `8BITMIME` en todos los hosts del camino, incluidos los filtros y saltos internos: uno que no lo tenga basta para provocar esto.

enhanced-x-6-4 = Entregado, pero algo se perdió en la conversión
    .meaning = Con un 2: entregado, aunque en la conversión se perdió algún detalle. Con un 5: rechazado, porque el remitente había prohibido las pérdidas.
    .seen = Pasarelas a otras redes; 250 2.6.4 después de `BURL` cuando se convirtió una cabecera con pérdida.
    .sender = Con 2.6.4 pregunte al destinatario si el mensaje se lee bien. Con 5.6.4 envíe contenido que no necesite conversión, como texto ASCII simple.
    .server = Diga en el texto qué se descartó: caracteres, formato, adjuntos.

enhanced-x-6-5 = La conversión falló
    .meaning = Había que convertir el contenido, se intentó y no salió bien.
    .seen = MIME con una codificación que no corresponde a su etiqueta, base64 cortado, un juego de caracteres que el convertidor no conoce. 4.6.5 cuando un convertidor está fuera de servicio.
    .sender = Revise la estructura del mensaje: separadores, `Content-Transfer-Encoding`, `charset`. Constrúyalo de nuevo con una biblioteca y no a mano.
    .server = Pruebe el convertidor solo con ese mensaje, y páselo sin cambios donde el salto siguiente lo aceptaría.

enhanced-x-6-6 = No se pudo obtener un contenido que está en otro lugar
    .meaning = El cliente dio una referencia, una URL de IMAP en `BURL`, y el servidor de envío no pudo obtener el texto que hay detrás.
    .seen = 554 5.6.6 con una URL caducada o errónea, 4.6.6 mientras el servidor IMAP no está disponible. Pocos servicios ofrecen `BURL`.
    .sender = Cree una URL nueva con `URLAUTH`, revise su fecha y su parte de acceso, o envíe el contenido con `DATA`.
    .server = Compruebe que el servidor de envío puede iniciar sesión en el servidor IMAP; si falta esa confianza, el código es X.7.14.

enhanced-x-6-7 = Aquí no se permite una dirección fuera de ASCII
    .meaning = El remitente o el destinatario tiene letras fuera de ASCII, y no se permiten para esta dirección o en esta transacción.
    .seen = 550 5.6.7 después de `MAIL`, 553 5.6.7 después de `RCPT`, casi siempre porque no se dijo `SMTPUTF8` en `MAIL FROM`. Los servidores que envían lo escriben en un aviso de rebote cuando el salto siguiente no ofrece `SMTPUTF8`.
    .sender = Si la respuesta a `EHLO` ofrece `SMTPUTF8`, póngalo detrás de la dirección en `MAIL FROM`. Si no, use una dirección ASCII; un dominio por sí solo se puede escribir en su forma `xn--`; una parte local, no.
    .server = Ofrezca `SMTPUTF8` solo si su entrega puede guardar ese correo. Dé también una dirección ASCII a los usuarios de esos buzones.

enhanced-x-6-8 = La respuesta necesitaría UTF-8
    .meaning = La respuesta tiene que nombrar un buzón con letras fuera de ASCII, y el cliente no ha dicho que pueda leerlas.
    .seen = 252, 550 o 553 después de `VRFY` o `EXPN`, de los pocos servidores que aún responden a estos con nombres.
    .sender = Ponga `SMTPUTF8` detrás del argumento: `VRFY josé SMTPUTF8`. Mejor aún, no use `VRFY`: `RCPT` lo dice.
    .server = Nunca envíe UTF-8 en una respuesta que no se pidió con `SMTPUTF8`. Responder 252 sin un nombre evita la cuestión.

enhanced-x-6-9 = La cabecera UTF-8 no puede llegar a todos los destinatarios
    .meaning = El contenido se envió como mensaje internacionalizado, y al menos un destinatario no puede recibir ese correo, así que se rechazó todo.
    .seen = Después del punto final: el texto del estándar dice 554, el registro de la IANA indica 550, y se encuentran ambos. Raro, porque los buenos servidores rechazan en `RCPT`.
    .sender = Envíe aparte a los demás destinatarios, o escriba la cabecera en ASCII: palabras codificadas para nombres y asuntos, direcciones ASCII.
    .server = Rechace a ese destinatario en `RCPT` con 5.6.7, en lugar del mensaje entero al final.

enhanced-x-6-10 = Obsoleto: léalo como X.6.8
    .meaning = Una segunda entrada para X.6.8, creada por error y marcada como obsoleta. No dice nada propio.
    .seen = Prácticamente nunca. No lo confunda con 5.6.11, que Exchange usa para los saltos de línea sueltos (LF).
    .sender = Haga lo que pide X.6.8: diga `SMTPUTF8` con `VRFY` o `EXPN`, o no toque esos comandos.
    .server = No lo envíe. El número correcto es X.6.8.

enhanced-x-7-0 = Algo relativo a la seguridad
    .meaning = El motivo es el inicio de sesión, TLS o la política, y el servidor no dice más, o no quiere decirlo. En 2.7.0 es buena noticia: sesión iniciada.
    .seen = 235 2.7.0 tras un inicio de sesión; 530 5.7.0 donde debe ir antes un inicio de sesión o `STARTTLS`; 454 4.7.0 mientras no funcionan los inicios de sesión o TLS; 421 4.7.0 cuando se contaron demasiados errores o conexiones; 550 5.7.0 de Gmail por retransmisión denegada.
    .sender = Decide el código de respuesta: 530 quiere `STARTTLS` o `AUTH` antes de este comando; 454, paciencia y no otra contraseña; 421, un cliente más lento; 550, que lea el texto.
    .server = Calle el detalle solo donde ayudaría a un atacante. Para un inicio de sesión rechazado, X.7.8 dice bastante y no revela nada.
    .otherwise-yahoo = 421 4.7.0 con una marca como `[TSS04]` es un freno a su IP: demasiado volumen, o quejas de usuarios.

enhanced-x-7-1 = No permitido
    .meaning = El servidor lo entendió todo y no lo quiere: política. Es el código más usado y menos elocuente de todos; solo el texto dice qué regla fue.
    .seen = Retransmisión denegada, listas de bloqueo, filtros de correo no deseado (spam), remitentes que no corresponden al inicio de sesión, destinatarios que solo aceptan a ciertos remitentes, fallos de SPF en servidores sin X.7.23. 4.7.1 es lista gris (greylisting) o un límite por hora.
    .sender = Lea el texto y siga su enlace si lo trae. Retransmisión denegada: inicie sesión o use el host correcto. Si nombra una lista: averigüe qué lo llevó a ella y luego pida que lo saquen. Correo no deseado (spam): revise enlaces y autenticación. Tras 5.7.1, nunca repita el envío sin cambios.
    .server = Nombre la regla en el texto, con una página o dirección donde se pueda comunicar una decisión equivocada. Use de X.7.20 a X.7.27 para resultados de autenticación, X.7.2 para listas.

enhanced-x-7-2 = Usted no puede escribir a esta lista
    .meaning = La dirección es una lista de correo o un grupo, y el remitente no está entre quienes pueden publicar allí.
    .seen = 550 5.7.2 para listas solo de miembros, para grupos de empresa cerrados a los de fuera, por usar la equivocada de sus propias direcciones.
    .sender = Escriba desde la dirección suscrita, o pida al dueño de la lista que le dé acceso. Repetirlo no ayuda.
    .server = Si los clientes de su empresa deben poder escribir a un grupo, ábralo a remitentes externos: muchos sistemas cierran los grupos nuevos de forma predeterminada.

enhanced-x-7-3 = No se puede pasar a otra forma segura
    .meaning = La entrega exigiría cambiar de un protocolo de seguridad a otro, como entre dos tipos de correo cifrado, y no hay manera.
    .seen = Con su sentido registrado, casi nunca: pasarelas entre S/MIME, PGP o sistemas cerrados.
    .sender = Acuerde con el destinatario un solo tipo de cifrado, o envíe por otra ruta.
    .server = Si administra una pasarela así, revise sus claves y las rutas de cada destinatario.
    .otherwise-exchange = 535 5.7.3 es la respuesta de Exchange a un inicio de sesión fallido: contraseña incorrecta, o inicio de sesión por SMTP desactivado para este buzón.

enhanced-x-7-4 = Función de seguridad no admitida
    .meaning = El mensaje o el cliente pide una función de seguridad que este servidor no puede dar: una manera de iniciar sesión, una forma de firma.
    .seen = 504 5.7.4 para un mecanismo de `AUTH` desconocido, de Exchange y Gmail entre otros (otros dicen 5.5.4); en el registro de Postfix, 4.7.4 significa que se exigió TLS y el otro lado no lo ofreció.
    .sender = Tome un mecanismo de la línea `AUTH` de la respuesta actual a `EHLO`, leída después de `STARTTLS`. Con 4.7.4 en su propio registro, decida si de verdad hay que exigir TLS a ese destino.
    .server = Ofrezca lo que hablan los programas de sus usuarios: al menos `PLAIN` bajo TLS. No desactive nada antes de que sus usuarios hayan cambiado.

enhanced-x-7-5 = Problema con claves o certificados
    .meaning = Algo no se pudo comprobar o descifrar, porque una clave o un certificado faltaba o no era válido.
    .seen = 451 4.7.5 cuando no respondió el servidor de claves para una comprobación DKIM; en la cola de Postfix por `Server certificate not trusted` o `not verified`, donde TLS debe verificarse (DANE, MTA-STS o una regla propia).
    .sender = Averigüe de qué clave se trata. Certificado de servidor: compare sus nombres y fechas, y los registros `TLSA`, con lo que espera su lado. DKIM: compruebe que el selector se puede consultar en el DNS.
    .server = Renueve los certificados a tiempo, envíe la cadena completa y publique los registros `TLSA` nuevos antes de cambiar la clave.

enhanced-x-7-6 = Algoritmo no admitido
    .meaning = La comprobación o el descifrado falló porque el algoritmo no se conoce aquí, o ya no se permite.
    .seen = Raro en respuestas: claves DKIM con `rsa-sha1`, cifrados muy nuevos o muy viejos, pasarelas S/MIME.
    .sender = Firme con `rsa-sha256` y al menos 1024 bits, mejor 2048; mantenga una firma RSA junto a una Ed25519.
    .server = Trate una firma con algoritmo desconocido como ausente, según quiere DKIM, en lugar de rechazar el mensaje.

enhanced-x-7-7 = El mensaje fue alterado
    .meaning = Una comprobación de integridad mostró que el contenido no es lo que se firmó: dañado o cambiado por el camino.
    .seen = Pasarelas que verifican S/MIME o DKIM con rigor; listas, pies de página y antivirus que reescriben el correo después de la firma.
    .sender = Encuentre el sistema que cambia el mensaje después de firmarlo (avisos legales, reescritura de enlaces, otras codificaciones) y firme después de él.
    .server = Una firma DKIM rota cuenta como ninguna, así que no rechace solo por ella. Use X.7.20 si su política lo hace de todos modos.

enhanced-x-7-8 = El nombre de usuario o la contraseña son incorrectos
    .meaning = El inicio de sesión fue rechazado. Los servidores no dicen qué parte estaba mal, y es a propósito.
    .seen = 535 5.7.8 después de `AUTH`: una errata, la contraseña de la página web donde toca una contraseña de aplicación, un nombre de usuario sin el dominio, un token caducado, una cuenta sin acceso SMTP. Varios fallos seguidos pueden bloquear un tiempo incluso la contraseña correcta.
    .sender = Introduzca de nuevo las credenciales, y no deje que un programa las repita: eso bloquea cuentas. Compruebe si hace falta una contraseña de aplicación u OAuth (Gmail, Yahoo, iCloud), si el nombre es la dirección completa, y que no se codificó con él un salto de línea.
    .server = Anote en el registro del servidor el mecanismo, el nombre y la dirección de procedencia, nunca la contraseña. Un cambio de contraseña que aún no ha llegado a todos los servidores se ve igual para los usuarios.
    .otherwise-burl = El RFC 4468 usó en su día 554 5.7.8 con `BURL` cuando faltaba la confianza con el servidor IMAP. Eso es ahora X.7.14.

enhanced-x-7-9 = Esta manera de iniciar sesión es demasiado débil
    .meaning = La contraseña puede ser correcta, pero el mecanismo es más débil de lo que el servidor permite para esta cuenta.
    .seen = 534 5.7.9 para `PLAIN` o `LOGIN` donde la cuenta exige `SCRAM` o un token.
    .sender = Elija un mecanismo más fuerte de la línea `AUTH`, como `SCRAM-SHA-256` u `OAUTHBEARER`; una contraseña nueva no cambia nada.
    .server = No ofrezca mecanismos que ninguna cuenta pueda usar. Anuncie un cambio así antes de hacerlo.
    .otherwise-gmail = 534 5.7.9 significa que hace falta una contraseña de aplicación, o iniciar sesión antes con el navegador. No se trata del mecanismo.
    .otherwise-yahoo = 554 5.7.9 es un rechazo por DMARC: el mensaje no pasó la comprobación para el dominio de `From`, y ese dominio pide que se rechace.

enhanced-x-7-10 = Antes hace falta cifrado
    .meaning = Lo que se pidió solo se permite en una conexión cifrada; ante todo, un inicio de sesión con la contraseña a la vista.
    .seen = 523 5.7.10, raro: la mayoría de los servidores dice 530 5.7.0 o 538 5.7.11. Los servidores que envían lo ponen en un aviso de rebote cuando un mensaje con `REQUIRETLS` no pudo enviarse bajo TLS.
    .sender = Use `STARTTLS` en el puerto 587, o el puerto 465, que empieza con TLS; luego envíe otra vez `EHLO` e inicie sesión.
    .server = No ofrezca `PLAIN` ni `LOGIN` antes de TLS; así los clientes nunca tropiezan con esto.
    .otherwise-gmail = 5.7.10 con 523 o 525 dice que llegaron comandos detrás de `STARTTLS` sin esperar. Deténgase después de `STARTTLS`, haga la negociación TLS y luego siga.

enhanced-x-7-11 = Este mecanismo necesita cifrado
    .meaning = El mecanismo elegido para iniciar sesión solo puede usarse bajo TLS. El código se conserva por razones históricas.
    .seen = 538 5.7.11 de servidores viejos y de algunos nuevos, después de `AUTH PLAIN` o `AUTH LOGIN` sin cifrar. Hoy un servidor no ofrece ese mecanismo, y responde 504 5.5.4 si se prueba.
    .sender = Envíe primero `STARTTLS`, luego `EHLO`, luego `AUTH`. Puede que su contraseña ya haya cruzado la red sin cifrar: cámbiela.
    .server = Deje el mecanismo fuera de la línea `AUTH` hasta que TLS esté activo.
    .otherwise-gmail = 501 5.7.11 significa que `STARTTLS` se envió con un argumento. No lleva ninguno.

enhanced-x-7-12 = Hace falta una transición de contraseña
    .meaning = El servidor aún no tiene los datos de verificación para este mecanismo. Un inicio de sesión con `PLAIN` bajo TLS le permite generarlos.
    .seen = 432 4.7.12 tras un cambio de mecanismos o una importación de resúmenes (hash) de contraseña antiguos: `SCRAM` no puede comprobarse contra un resumen antiguo.
    .sender = Inicie sesión una vez con `PLAIN` bajo TLS, o establezca de nuevo la contraseña. Después funciona el mecanismo más fuerte.
    .server = Avise antes a los usuarios; cuide de que `PLAIN` se ofrezca bajo TLS durante la transición, y de que ese inicio de sesión guarde de verdad la forma nueva.
    .otherwise-exchange = 5.7.12 de Exchange significa que la organización no autenticó al remitente: el destinatario solo acepta correo de dentro.

enhanced-x-7-13 = La cuenta está deshabilitada
    .meaning = El inicio de sesión era correcto, y la cuenta está cerrada: impagada, usada de forma abusiva o bloqueada tras una intrusión.
    .seen = 525 5.7.13 después de `AUTH`. Muchos servidores dicen en su lugar 535 5.7.8, para que nadie sepa qué contraseñas son correctas.
    .sender = No pida otra contraseña. Contacte con el administrador; si abusaron de la cuenta, limpie el equipo antes de poner una contraseña nueva.
    .server = Dígalo solo tras una contraseña correcta. Deje constancia de por qué se cerró la cuenta y de quién lo hizo, para la llamada que llegará.
    .otherwise-exchange = 5.7.13 de Exchange trata del derecho a escribir en una carpeta pública, no de una cuenta.

enhanced-x-7-14 = Allí no se confía en el servidor de envío
    .meaning = Con `BURL` el servidor de envío tiene que obtener contenido de un servidor IMAP, y ese servidor no lo conoce o no confía en él.
    .seen = 554 5.7.14 solo con `BURL`, por tanto rara vez.
    .sender = Envíe el contenido con `DATA` o `BDAT`; el resto es cosa del administrador.
    .server = Dé al servidor de envío una cuenta en el servidor IMAP con derecho a usar `URLAUTH`.
    .otherwise-gmail = 534 5.7.14 significa que Google quiere que antes inicie sesión con un navegador web y confirme que es usted. `BURL` no tiene nada que ver.

enhanced-x-7-15 = Prioridad demasiado baja
    .meaning = El servidor acepta por el momento, o siempre, solo mensajes de prioridad más alta.
    .seen = 450 4.7.15 o 550 5.7.15 donde se usa `MT-PRIORITY` y solo pasa el tráfico urgente, como después de un desastre.
    .sender = Tras un 4, espere. Tras un 5, suba la prioridad si tiene derecho a ello, o envíe por otra vía.
    .server = Use un 4 mientras la restricción vaya a terminar por sí sola, y diga en el texto qué prioridad pasa.

enhanced-x-7-16 = Demasiado grande para su prioridad
    .meaning = Los mensajes de esta prioridad tienen un límite de tamaño, y este lo supera.
    .seen = 552 5.7.16, o con un 4, en redes con `MT-PRIORITY` que mantienen cortos los mensajes urgentes.
    .sender = Haga el mensaje más pequeño, o pida la prioridad que permite ese tamaño.
    .server = Publique los límites de cada prioridad; el texto debería nombrar el que se superó.
    .otherwise-future-release = El RFC 4865 había dado el mismo número a la cuota llena de un usuario para mensajes que se liberan más tarde (`HOLDFOR`, `HOLDUNTIL`). El registro de la IANA recoge el significado de arriba.

enhanced-x-7-17 = El buzón tiene un dueño nuevo
    .meaning = Usted pidió que este mensaje lo recibiera solo quien fuera dueño del buzón desde una fecha dada, y desde entonces el buzón ha cambiado de manos. No se entregó, para protegerlos a ambos.
    .seen = 550 5.7.17 de servidores que conocen `RRVS` o el campo `Require-Recipient-Valid-Since`, para direcciones que se asignaron de nuevo; se usa para restablecer contraseñas y en el correo de los bancos.
    .sender = No lo envíe sin la protección. Pida a su cliente una dirección nueva por otro medio y desvincule la antigua de la cuenta.
    .server = Guarde la fecha desde la que cada buzón pertenece a su dueño; sin ella solo puede decir X.7.19.
    .otherwise-future-release = El RFC 4865 había dado el mismo número a la cuota llena de todo el sistema para mensajes que se liberan más tarde. El registro de la IANA recoge el significado de arriba.

enhanced-x-7-18 = El dominio tiene un dueño nuevo
    .meaning = Como X.7.17, para todo el dominio: desde la fecha dada pertenece a otra persona, así que todos sus buzones son de gente distinta.
    .seen = Solo con `RRVS`: se vendió un dominio, o caducó y se registró de nuevo.
    .sender = Dé por perdidas todas las direcciones de ese dominio y verifique sus contactos por otro medio.
    .server = No tiene que contar a extraños que se vendió un dominio: X.7.17 para el destinatario tiene el mismo efecto.

enhanced-x-7-19 = No se pudo hacer la comprobación del dueño
    .meaning = Usted pidió comprobar desde cuándo tiene el buzón su dueño, y el servidor no tiene una fecha con que comparar. Nadie sabe si cambió.
    .seen = Solo con `RRVS`: buzones viejos, de antes de que el servidor guardara esas fechas.
    .sender = Decida si el mensaje puede ir sin la comprobación. Un boletín, quizá; un restablecimiento de contraseña, mejor no.
    .server = Empiece ahora a guardar las fechas de creación; para los buzones viejos, la fecha de la importación es mejor que nada.

enhanced-x-7-20 = Ninguna firma DKIM pasó
    .meaning = El servidor quiere al menos una firma DKIM válida y no encontró ninguna: sin firma, o solo firmas rotas.
    .seen = 550 5.7.20 de receptores con una política estricta. El estándar desaconseja rechazar solo por esto. Causas: firma sin configurar, una clave que falta en el DNS, contenido cambiado después de firmar.
    .sender = Envíese un mensaje de prueba a un buzón suyo en otro sitio y lea `Authentication-Results`. Revise `selector._domainkey.example.org` en el DNS, y firme como último paso antes de que salga el mensaje.
    .server = Las listas y los reenviadores rompen firmas; haga excepciones o, en su lugar, juzgue por DMARC.

enhanced-x-7-21 = DKIM pasó, pero no se acepta
    .meaning = Una firma es válida, pero no de las que cuentan para la política: una clave demasiado corta, muy pocos campos firmados, un límite del cuerpo con `l=`, una clave de prueba.
    .seen = 550 5.7.21, rara vez. Casi siempre claves de 512 o 768 bits de instalaciones viejas, o una firma sin `From` o `Subject`.
    .sender = Cree una clave de 2048 bits, firme `From`, `To`, `Subject`, `Date` y `Message-ID`, y quite `l=` y `t=y`.
    .server = Nombre en el texto lo que falta; nadie puede adivinar las reglas de la casa.

enhanced-x-7-22 = No hay firma DKIM del dominio del autor
    .meaning = Hay firmas válidas, pero ninguna en nombre del dominio de `From`.
    .seen = 550 5.7.22; un servicio firma solo con su propio dominio, o un subdominio no coincide. Es lo que DMARC llama no alineado.
    .sender = Publique las claves de su servicio de correo bajo su propio dominio, normalmente con `CNAME`, y active allí la firma para ese dominio.
    .server = Si usa DMARC, rechace según la política que publica el dominio y no según una regla propia: muchos remitentes honrados no tienen esa firma.

enhanced-x-7-23 = SPF falló
    .meaning = El registro SPF del dominio del remitente dice que esta dirección no puede enviar en su nombre, y el servidor actúa en consecuencia.
    .seen = 550 5.7.23 después de `MAIL FROM` o `RCPT TO`; los servidores más viejos dicen 5.7.1. Causas: un servidor o servicio nuevo que falta en el registro; un reenvío, donde la dirección de quien reenvía se comprueba contra el dominio original.
    .sender = Añada la dirección o el `include:` del servicio al único registro SPF de su dominio, o envíe por un host que figure en él. Si solo afecta al correo reenviado, quien reenvía tiene que reescribir el remitente (SRS).
    .server = Actúe solo ante `fail`, no ante `softfail`. Si DKIM pasa, DMARC puede salvar el mensaje, así que compruebe al final del contenido si puede.
    .otherwise-gmail = 4.7.23 de Gmail trata de nombres en el DNS: su IP no tiene `PTR`, o el nombre no resuelve a ella. No se refiere a SPF.

enhanced-x-7-24 = No se pudo evaluar SPF
    .meaning = No es un no, sino un error: el registro está roto (5), o el DNS no respondió (4).
    .seen = 550 5.7.24 por dos registros SPF en un mismo nombre, por más de 10 consultas a través de `include:` anidados, por una errata; 451 4.7.24 por un tiempo de espera agotado en el DNS.
    .sender = Mantenga exactamente un registro que empiece por `v=spf1`, quite los servicios sin uso para no pasar de 10 consultas, y pruébelo. Con el 4 revise sus servidores de nombres.
    .server = Un error en el registro es cosa del dueño del dominio; aplazar el correo durante días no ayuda a nadie. Use un 4 solo para errores del DNS.
    .otherwise-gmail = 4.7.24 y 5.7.24 dicen que el registro SPF contiene entradas sospechosas, como rangos de direcciones demasiado amplios. El registro se leyó sin error.

enhanced-x-7-25 = El DNS inverso no concuerda
    .meaning = La IP del servidor que se conecta no tiene nombre en el DNS, o ese nombre no resuelve a la misma IP.
    .seen = 550 5.7.25 de Gmail, Exchange Online y otros, sobre todo con IPv6; Postfix dice 450 4.7.25. Los servidores nuevos en la nube empiezan con un nombre genérico o sin ninguno.
    .sender = Pida a quien posee la dirección, casi siempre su proveedor de alojamiento, que apunte el `PTR` al nombre de su host, y dé a ese nombre un `A` o `AAAA` con la misma IP. Si IPv6 no tiene `PTR`, envíe entretanto por IPv4.
    .server = No exija que el nombre sea igual al de `EHLO`. Responda con un 4 mientras la consulta falle.

enhanced-x-7-26 = Fallaron varias comprobaciones de autenticación
    .meaning = Falló más de una comprobación de SPF, DKIM y similares, y la política rechaza ese correo. No se dice cuáles.
    .seen = 550 5.7.26, conocido sobre todo por Gmail. Correo de formularios web e impresoras que usan una dirección ajena en `From`; un servicio nuevo sin registros; un reenvío que rompe SPF y una lista que rompe DKIM.
    .sender = Repare una cosa tras otra: que SPF incluya el host, que DKIM firme con su dominio y que al menos uno de ellos coincida con el dominio de `From`. Un proveedor de direcciones gratuitas nunca incluirá su servidor: no ponga el dominio de ese proveedor en `From`.
    .server = Escriba los resultados en el texto o en un informe, o los remitentes andarán a ciegas. ARC puede salvar el correo de reenviadores conocidos.
    .otherwise-gmail = 4.7.26 y 5.7.26 significan: no pasaron ni SPF ni DKIM, SPF dio un fallo definitivo, o la política DMARC del dominio de `From` pide un rechazo.

enhanced-x-7-27 = El dominio del remitente tiene un MX nulo
    .meaning = El dominio del remitente declara que no recibe correo, así que nadie podría contestar ni llegaría ningún aviso de rebote.
    .seen = 550 5.7.27 después de `MAIL FROM`: boletines o máquinas que envían desde un dominio con `MX 0 .`; remitentes falsificados con dominios aparcados.
    .sender = Envíe con un dominio que reciba correo, o dé al dominio que envía un `MX` real y un buzón para los avisos de rebote.
    .server = El dominio de `From` puede juzgarse de la misma manera. Nunca se refiere al remitente nulo `<>`.
    .otherwise-gmail = 4.7.27 y 5.7.27 dicen que SPF no pasó, y Gmail lo exige a los remitentes masivos. No interviene ningún MX nulo.

enhanced-x-7-28 = Parte de una avalancha de correo
    .meaning = El mensaje parece uno de los muchísimos que sepultan un buzón, como altas masivas en boletines a nombre de una víctima.
    .seen = Con su sentido registrado, rara vez: el número viene de un borrador que caducó. Casi siempre lo encontrará en Gmail.
    .sender = Si envía boletines: confirme cada alta y proteja el formulario con un límite y un captcha, pues el suyo es uno de los que se usan para el ataque.
    .server = Deje fuera de la cuenta los avisos de rebote y los correos de contraseñas, pues el ataque suele esconder uno de ellos en la avalancha.
    .otherwise-gmail = 4.7.28 y 5.7.28 son un límite de envío: demasiado desde su IP, desde la red de esta o desde su dominio, o un mismo `Message-ID` una y otra vez.

enhanced-x-7-29 = La cadena ARC está rota
    .meaning = El mensaje llegó a través de reenviadores que lo sellaron con ARC, y la cadena no supera la verificación. El documento es experimental.
    .seen = Raro con su sentido registrado. Un reenviador cambió el mensaje después de sellarlo, o existen dos cabeceras de una misma instancia.
    .sender = Si usted solo escribió el mensaje, fírmelo con DKIM e informe a la lista o al reenviador: ellos tienen que reparar su sellado.
    .server = Trate una cadena rota como si no hubiera cadena y juzgue por DMARC; rechazar solo por ella afecta a correo legítimo.
    .otherwise-gmail = 4.7.29 y 5.7.29 dicen que la conexión no estaba cifrada. Envíe con `STARTTLS`.

enhanced-x-7-30 = El servidor siguiente no ofrece REQUIRETLS
    .meaning = El mensaje se marcó para viajar solo bajo TLS, por servidores que prometan lo mismo, y ninguno de los hosts siguientes lo hace.
    .seen = 550 5.7.30 en el aviso de rebote de su propio servidor o de uno de retransmisión. Pocos servidores ofrecen `REQUIRETLS`, así que ese correo a menudo no llega.
    .sender = Decida: envíe de nuevo sin `REQUIRETLS`, con TLS donde se pueda; o use otro canal para lo que nadie más debe leer.
    .server = Para participar, ofrezca `REQUIRETLS` solo bajo TLS, tenga un certificado que se pueda verificar y mantenga la exigencia en cada salto siguiente.
    .otherwise-gmail = 4.7.30 y 5.7.30 dicen que DKIM no pasó, y Gmail lo exige a los remitentes masivos. No se refiere a `REQUIRETLS`.
