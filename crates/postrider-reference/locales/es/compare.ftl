# Frases sobre dos códigos, compuestas a partir de datos donde nadie escribió ninguna. `one` y `other` son los códigos.

verdict-2-2-alike = Ambos dicen que algo se hizo: { $one } significa «{ $one-name }»; { $other }, «{ $other-name }».
verdict-2-2 = Ambos son buenas noticias, y se distinguen en lo que viene después: tras { $one }, { $one-todo }; tras { $other }, { $other-todo }.
verdict-2-3 = { $one } dice que está hecho; { $other }, solo que puede seguir: { $other-todo }.
verdict-2-4 = { $one } dice que está hecho; { $other }, que esta vez no salió bien: { $other-todo }.
verdict-2-5 = { $one } dice que está hecho; { $other }, que se rechazó: { $other-todo }.
verdict-3-3-alike = Ambos piden más, cada uno en su sitio: { $one } es «{ $one-name }»; { $other }, «{ $other-name }».
verdict-3-3 = Ambos piden más: con { $one }, { $one-todo }; con { $other }, { $other-todo }.
verdict-3-4 = { $one } le pide que siga; { $other } lo detiene por ahora: { $other-todo }.
verdict-3-5 = { $one } le pide que siga; { $other } rechaza: { $other-todo }.
verdict-4-4-alike = Ambos dicen «ahora no» y piden lo mismo; lo que cambia es qué ha fallado: { $one } es «{ $one-name }»; { $other }, «{ $other-name }».
verdict-4-4 = Ambos dicen «ahora no»: con { $one }, { $one-todo }; con { $other }, { $other-todo }.
verdict-4-5 = { $one } es por ahora; { $other }, definitivo: con { $one }, { $one-todo }; con { $other }, { $other-todo }.
verdict-4-5-alike = Por el primer dígito, { $one } puede resolverse con el tiempo y { $other } es definitivo, pero ambos piden lo mismo: { $one-todo }.
verdict-5-5-alike = Ambos rechazan de forma definitiva y piden lo mismo; lo que cambia es qué se rechazó: { $one } es «{ $one-name }»; { $other }, «{ $other-name }».
verdict-5-5 = Ambos rechazan de forma definitiva: con { $one }, { $one-todo }; con { $other }, { $other-todo }.
verdict-twins = El mismo problema dos veces: { $one } mientras puede resolverse solo; { $other } cuando ya no se resolverá.
verdict-classes = { $one } es «{ $one-name }»; { $other }, «{ $other-name }»: con el primero, { $one-todo }; con el segundo, { $other-todo }.
verdict-line = No compiten, van en la misma línea: { $one } dice qué pasa con el comando; { $other }, detrás, dice por qué: «{ $other-name }».
verdict-line-unusual = Por sus primeros dígitos podrían ir en la misma línea, y rara vez lo hacen: { $one } es «{ $one-name }»; { $other }, «{ $other-name }».
verdict-line-unreal = { $one } no es una respuesta que conozca ningún estándar, sino que representa «{ $one-name }»; { $other } es un código ampliado, «{ $other-name }».
verdict-line-never = No pueden ir en la misma línea: el primer dígito de un código ampliado es el del código de respuesta, así que { $other } nunca viene con { $one }.
verdict-dots = { $one } es { $other } sin sus puntos: solo { $other } está en un estándar, y significa «{ $other-name }».
verdict-unreal = { $other } es una respuesta de SMTP, «{ $other-name }»; { $one } no lo es, y lo que representa es «{ $one-name }».
verdict-neither = Ninguno es una respuesta de SMTP: { $one } representa «{ $one-name }»; { $other }, «{ $other-name }».

same-line = En una misma línea, sí: con `{ $one } { $other }` un servidor dice ambos a la vez.
same-line-unusual = Los primeros dígitos lo permitirían, pero `{ $one } { $other }` no es un par habitual: cada uno tiene sus propios compañeros.
same-line-unreal = No: { $one } no es una respuesta que conozca ningún estándar.
same-line-never = En una misma línea, no: las clases son distintas.
same-command-none = No: no hay ningún comando al que respondan ambos.
same-command-any = Sí: cualquiera de los dos puede responder a cualquier comando.
same-command-some = { $count ->
    [one] Sí, a uno: { $commands }.
    [many] Sí, a estos: { $commands }.
   *[other] Sí, a estos: { $commands }.
}
same-command-unreal = No: uno de ellos no es una respuesta que conozca ningún estándar.

follow-forward = Tras { $one } la sesión ha avanzado: { $other } puede ser la respuesta a lo que venga después.
follow-unchanged = Tras { $one } nada ha cambiado: { $other } puede ser la respuesta al comando siguiente.
follow-input = Tras { $one } el servidor lee texto: { $other } puede ser la respuesta a ese texto.
follow-input-later = Tras { $one } el servidor lee texto y responde primero a eso: { $other } solo puede llegar después de un comando posterior.
follow-cleared = Tras { $one } ya no hay transacción: { $other } puede llegar en la siguiente.
follow-closed = Tras { $one } la conexión está cerrada: { $other } necesita una nueva.
follow-depends = Que { $other } pueda llegar tras { $one } depende del comando al que respondió { $one }.
follow-none = No se siguen uno a otro: uno de ellos no es una respuesta que conozca ningún estándar.
follow-in-order = Tras { $one } llega { $other } en cuanto se hace el paso que falta, en la misma sesión.
follow-enhanced = Un código ampliado sigue a su código de respuesta en la misma línea; del orden de las líneas se ocupan los códigos de respuesta.

mixup-twins = Terminan en los mismos dígitos, y muchos programas solo muestran esos: mire el primero antes de rendirse o de seguir intentándolo.
mixup-dots = Hay listas en la web que presentan { $one } como un código propio. Busque { $other } en su lugar.
mixup-line = La gente busca uno y deja fuera el otro. El código de respuesta por sí solo es demasiado general, y el código ampliado por sí solo no dice qué pasó con el comando: lea ambos, y el texto que los sigue.
mixup-unreal = No llegan a coincidir: como mucho uno de ellos es una respuesta.
mixup-class = Muchos programas solo dicen «rechazado» o «aceptado» y tratan a ambos igual, aunque cada uno pide otra cosa.
mixup-alike = Rara vez importa: el cliente hace lo mismo con ambos.
mixup-stage = Rara vez se confunden: el primer dígito es el mismo, pero llegan en lugares distintos de una sesión.
mixup-seldom = Rara vez se confunden: ya los distinguen los primeros dígitos.

use-each = { $one } cuando { $one-when }; { $other } cuando { $other-when }.
use-alike = Por lo que tiene que hacer el cliente, serviría cualquiera de los dos: use aquel cuyo nombre se acerque más al hecho.
use-by-class = { $one } si puede ayudar el solo hecho de esperar, { $other } si no.
use-line-never = Ninguno en lugar del otro: detrás de { $one } va un código ampliado que empieza por el mismo dígito.
use-unreal-line = Solo { $other }, detrás de un código de respuesta que exista.
use-line = No uno u otro: el código de respuesta siempre, y detrás el código ampliado donde el servidor ofrece `ENHANCEDSTATUSCODES`.
use-unreal = Use solo el que define un estándar.
