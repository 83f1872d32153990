# Lo que `postrider why` cuenta de lo que este servidor ha guardado: sesiones, mensajes, rechazos.

label-in-session = Sesión
label-client = Cliente
label-proxy = Detrás del proxy
label-listener = Conectado a
label-began = Comienzo
label-tls = Cifrado
label-account = Sesión iniciada como
label-end = Cómo terminó
label-missing = Lo que falta
label-conversation = Lo que se dijo, con los segundos desde el comienzo
label-said = Lo que se dijo
label-fact = El hecho en que se basa, que no se le dice al cliente
label-journal = Más sobre ello en el diario
label-setting = Línea de la configuración
label-in-message = Mensaje
label-mail-from = Remitente
label-host = Rechazado por
label-when = Cuándo
label-fate = Qué fue de él
label-came = Llegó
label-octets = Octetos
label-done = Terminado
label-recipients = Destinatarios
label-times = Cuántas veces
label-before = Los más recientes de los anteriores iguales
label-tried = Se intentó con
label-rests = Hasta cuándo espera
label-offered = Lo que ofreció el cliente
label-ours = Lo que tiene este servidor
label-mechanisms = Ofrecido para iniciar sesión

journal-session = Sesión { $id }
journal-message = Mensaje { $id }
journal-no-id = `{ $id }` no es el identificador de una sesión. Es lo que el registro muestra detrás de `session`, por ejemplo `cb2ac884`.
journal-no-message-id = `{ $id }` no es el identificador de un mensaje. Es lo que se le dijo al cliente detrás de `queued as` y lo que el registro muestra detrás de `id`.
journal-no-session = El diario no tiene ninguna sesión { $id }.
journal-no-message = No se sabe nada del mensaje { $id }.
journal-no-refusal = No se conoce ningún rechazo relacionado con { $asked }, y no hay ningún archivo con ese nombre.
journal-no-address = Lo indicado tampoco es una dirección, una red, un dominio ni un nombre de usuario.
journal-not-in-queue = El mensaje { $id } no está en la cola, ni figura ya en el historial de esta.
journal-no-origin = La sesión en la que llegó no está en el diario.
journal-hidden = (no guardado: puede ser un secreto)
journal-content = (el mensaje)
journal-left-out = (pasos omitidos: { $count })
journal-incomplete = Algunas partes de esta sesión ya no están en el diario.
journal-reach = El diario se remonta a { $refused } en las sesiones en que se rechazó algo, y a { $other } en todas las demás.
journal-empty = El diario no tiene ninguna sesión.
journal-dropped = Partes de sesiones que no se pudieron guardar: { $count }.
journal-not-in = Quien se conectó y no dijo nada no figura en el diario.
journal-no-file = No hay ningún archivo { $asked }. Si se trata de un dominio, no se conoce ningún rechazo relacionado con él.
journal-no-name = Tampoco se conoce ningún rechazo relacionado con un dominio o un usuario de ese nombre.
journal-reach-refused = El diario se remonta a { $refused }; solo tiene sesiones en que se rechazó algo.
journal-reach-other = El diario se remonta a { $other }; en ninguna de sus sesiones se rechazó nada.
journal-more = Clases de rechazos que no se muestran aquí: { $count }. Con `--limit { $limit }` se muestran también.
journal-cut = Del diario solo se miraron las sesiones más recientes; en las anteriores puede haber más rechazos.
journal-queue-cut = De la cola y de su historial solo se miraron los mensajes más recientes; puede haber más rechazos de los anteriores.
journal-passed-over = { $count ->
    [one] En el diario se pasó por alto { $names }: tiene el nombre de un archivo del diario y no lo es.
    [many] En el diario se pasaron por alto { $names }: tienen nombres de archivos del diario y no lo son.
   *[other] En el diario se pasaron por alto { $names }: tienen nombres de archivos del diario y no lo son.
}
journal-suspended = detenido: el administrador ha suspendido el envío a { $domain } hasta { $until }
journal-rests = Por ahora no se intenta nada con { $site }, porque un mensaje tuvo problemas allí. El { $until } va por delante un solo mensaje; en cuanto allí se acepte o se rechace, siguen todos los demás.
journal-turn = ya es hora de intentarlo, y espera su turno; mensajes para el mismo dominio delante de él: { $count }
journal-blame-rule = Al remitente; o, si el correo debía haberse aceptado, al administrador de este servidor: la regla que decidió figura más arriba.
journal-none = No hay ningún diario en { $folder }: ningún servidor que lleve un diario ha usado esta carpeta de datos, o `journal.size_octets` es 0.
journal-named-nothing = Indique con `--data` o `--config` de qué servidor se trata.
journal-named-config = Esa es la carpeta que resulta de esta configuración. Si el servidor se inició con `--data`, indique aquí el mismo `--data`.
journal-named-data = Si el servidor tiene otra carpeta de datos, indique esa.
journal-not-allowed = El diario de { $folder } pertenece a otro usuario: ejecute esto con el usuario del servidor o como root.
journal-unreadable = El diario de { $folder } no se puede leer: { $error }.
journal-no-server = No se consultó la cola: no hay ningún servidor en marcha con la carpeta de datos { $folder }. Inicie uno con `postrider serve`, o indique con `--data` o `--config` de cuál se trata.
journal-server-not-allowed = No se consultó la cola: el servidor con la carpeta de datos { $folder } pertenece a otro usuario. Ejecute esto con ese usuario o como root.
journal-not-asked = No se pudo consultar la cola: { $error }.

journal-no-auth = nada: la respuesta a `EHLO` no tenía `AUTH`
tls-in-clear = ninguno, sin cifrar

end-closed = El servidor cerró la conexión, y lo había anunciado.
end-quit = El cliente se despidió con `QUIT`, y la conexión se cerró.
end-left = El cliente cerró la conexión: { $error }.
end-lost = El cliente cerró la conexión en mitad de un mensaje, y no se aceptó nada de él: { $error }.
end-no-tls = La negociación TLS falló: { $error }.
end-cut-off = Se cortó cuando el servidor se detuvo.
end-open = Sigue abierta, o su final no se guardó.

fate-waiting = espera el próximo intento
fate-held = retenido por el administrador
fate-delivered = entregado
fate-bounced = se desistió de entregarlo, y se avisa al remitente
fate-failed = se desistió de entregarlo, y no se pudo avisar a nadie
fate-dropped = retirado por el administrador
fate-deferred = aplazado: se vuelve a intentar
fate-unknown = no se sabe: puede llegar dos veces
fate-retried = adelantado por el administrador
fate-released = liberado por el administrador
fate-under-way = hay un intento en curso

no-tls-not-tls = Lo que envió el cliente no es TLS.
    .cause = Se esperaba una negociación TLS y llegó otra cosa: casi siempre el programa está configurado con un tipo de cifrado distinto del de este puerto, o se trata de un escáner de puertos.
    .remedy = Configure el programa según lo que acepta el puerto: `SSL/TLS` donde TLS empieza de inmediato (465), `STARTTLS` en los demás (587, 25). Si es un escáner de puertos, no hay que hacer nada.
no-tls-nothing-in-common = El cliente y el servidor no tienen en común ninguna versión de TLS, o ningún conjunto de cifrado, o ningún tipo de clave.
    .cause = Casi siempre el cliente es antiguo y solo ofrece TLS 1.0 o 1.1, o conjuntos de cifrado que ya no son seguros. Lo que ofrece cada uno figura más abajo, hasta donde se sabe.
    .remedy = Actualice el cliente o su sistema. Si lo único que no encaja es el tipo de clave, sirve un segundo certificado con una clave del otro tipo (RSA o ECDSA).
no-tls-no-client-certificate = El cliente no presentó ningún certificado.
    .cause = Este puerto de escucha exige un certificado a sus clientes (`client_certificates = "require"`), y este no tiene ninguno, o ninguno emitido por una autoridad de `client_ca`.
    .remedy = Configure en el cliente un certificado con su clave. Si también hay que atender a clientes sin certificado, escriba `client_certificates = "ask"`.
no-tls-client-certificate = No se aceptó el certificado del cliente.
    .cause = Este puerto de escucha pide un certificado a sus clientes, y el que presentó este no es de confianza. Lo que tiene de malo figura en «Cómo terminó».
    .remedy = Haga lo que se dice allí. Se confía en un certificado emitido por una autoridad de `client_ca`, y en cada uno que figure en el propio `client_ca`.
no-tls-by-client = El cliente interrumpió la negociación TLS: casi siempre es porque no confía en el certificado del servidor.
    .cause = El certificado es autofirmado o ha caducado, se emitió para un nombre distinto del que pidió el cliente, o falta un certificado intermedio. Lo que dijo el cliente, por ejemplo `UnknownCA`, figura en «Cómo terminó».
    .remedy = Use un certificado de una autoridad que el cliente conozca, emitido para el nombre al que se conecta y con la cadena completa; `[acme]` obtiene uno. Para una prueba, haga que el cliente acepte este.
no-tls-late = La negociación TLS no terminó a tiempo.
    .cause = El cliente se quedó callado a mitad de ella: la red es lenta o se traga los paquetes grandes, o el programa espera otra cosa, como un saludo sin cifrar.
    .remedy = Vuelva a intentarlo. Si sigue así, mire el cortafuegos y el tamaño de los paquetes (MTU) en el camino, y si el programa está configurado con `STARTTLS` donde TLS empieza de inmediato.
no-tls-lost = La conexión se perdió durante la negociación TLS.
    .cause = El cliente se fue o la red falló, y nadie dijo por qué. Algunos programas se van así cuando no confían en el certificado.
    .remedy = Mire lo que dice el propio cliente y si confía en el certificado.
no-tls-stopped = El servidor se detuvo durante la negociación TLS.
    .cause = Se detuvo o se reinició.
    .remedy = Vuelva a intentarlo.
no-tls-other = La negociación TLS falló.
    .cause = No falló de ninguna de las maneras habituales: lo que se sabe figura en «Cómo terminó».
    .remedy = Mire lo que dice el registro del cliente y pruebe con otro cliente.
no-tls-blame-client = Al cliente: por su configuración, su antigüedad o su red.
no-tls-blame-server = Al administrador de este servidor, casi siempre por su certificado; o al cliente, si debería haber confiado en ese certificado.
no-tls-blame-nobody = A nadie: fue casualidad.
