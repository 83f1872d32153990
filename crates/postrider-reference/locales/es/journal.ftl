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
label-fact = El hecho en que se basa, que no se dice al cliente
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

journal-session = Sesión { $id }
journal-message = Mensaje { $id }
journal-no-id = `{ $id }` no es el identificador de una sesión. Es lo que el registro muestra detrás de `session`, por ejemplo `cb2ac884`.
journal-no-message-id = `{ $id }` no es el identificador de un mensaje. Es lo que se dijo al cliente detrás de `queued as` y lo que el registro muestra detrás de `id`.
journal-no-session = El diario no tiene ninguna sesión { $id }.
journal-no-message = No se sabe nada del mensaje { $id }.
journal-no-refusal = No se conoce ningún rechazo relacionado con { $asked }, y no hay ningún archivo con ese nombre.
journal-no-address = Tampoco es una dirección, una red ni un dominio.
journal-not-in-queue = El mensaje { $id } no está en la cola, ni figura ya en el historial de esta.
journal-no-origin = La sesión en la que llegó no está en el diario.
journal-hidden = (no guardado: puede ser un secreto)
journal-content = (el mensaje)
journal-left-out = (pasos omitidos: { $count })
journal-incomplete = Algunas partes de esta sesión ya no están en el diario.
journal-reach = El diario se remonta a { $refused } en las sesiones en que se rechazó algo, y a { $other } en todas las demás.
journal-empty = (no tiene ninguna)
journal-dropped = Partes de sesiones que no se pudieron guardar: { $count }.
journal-not-in = Quien se conectó y no dijo nada no figura en el diario.

tls-in-clear = ninguno, sin cifrar

end-closed = El servidor cerró la conexión, y lo había anunciado.
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
