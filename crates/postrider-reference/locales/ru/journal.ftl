# Что `postrider why` рассказывает о том, что сохранил этот сервер: сеансы, письма, отказы.

label-in-session = Сеанс
label-client = Клиент
label-proxy = За прокси
label-listener = Подключился к
label-began = Начало
label-tls = Шифрование
label-account = Вошёл как
label-end = Чем закончился
label-missing = Чего не хватает
label-conversation = Что было сказано, с секундами от начала
label-said = Что было сказано
label-fact = Основание, о котором клиенту не говорят
label-journal = Подробнее в журнале сеансов
label-setting = Строка конфигурации
label-in-message = Письмо
label-mail-from = Отправитель
label-host = Отказал
label-when = Когда
label-fate = Что с ним стало
label-came = Пришло
label-octets = Размер в байтах
label-done = Завершено
label-recipients = Получатели

journal-session = Сеанс { $id }
journal-message = Письмо { $id }
journal-no-id = `{ $id }` — не идентификатор сеанса. Он стоит в журнале сервера после `session`, например `cb2ac884`.
journal-no-message-id = `{ $id }` — не идентификатор письма. Он стоит в ответе клиенту после `queued as`, а в журнале сервера после `id`.
journal-no-session = В журнале сеансов нет сеанса { $id }.
journal-no-message = О письме { $id } ничего не известно.
journal-no-refusal = Отказов, которые касались бы { $asked }, не найдено; файла с таким именем тоже нет.
journal-no-address = И это не адрес, не сеть и не домен.
journal-not-in-queue = Письма { $id } нет в очереди, и в её истории тоже уже нет.
journal-no-origin = Сеанса, в котором оно пришло, в журнале сеансов нет.
journal-hidden = (не сохранено: это может быть секрет)
journal-content = (письмо)
journal-left-out = (пропущено шагов: { $count })
journal-incomplete = Некоторых частей этого сеанса в журнале сеансов уже нет.
journal-reach = Журнал сеансов начинается с { $refused } для сеансов с отказами и с { $other } для всех остальных.
journal-empty = (таких нет)
journal-dropped = Не удалось сохранить частей сеансов: { $count }.
journal-not-in = Тех, кто подключился и ничего не сказал, в журнале нет.

tls-in-clear = нет, открытым текстом

end-closed = Сервер закрыл соединение, предупредив об этом.
end-left = Клиент закрыл соединение: { $error }.
end-lost = Клиент закрыл соединение посреди письма, и ничего из него не принято: { $error }.
end-no-tls = Рукопожатие TLS не удалось: { $error }.
end-cut-off = Сеанс оборвался, когда сервер остановился.
end-open = Сеанс ещё открыт, или его конец не сохранён.

fate-waiting = ждёт следующей попытки
fate-held = задержано администратором
fate-delivered = доставлено
fate-bounced = попытки прекращены, отправитель уведомлён
fate-failed = попытки прекращены, и сообщить некому
fate-dropped = снято с очереди администратором
fate-deferred = отложено: попытка повторится
fate-unknown = неизвестно: может прийти дважды
fate-retried = попытка ускорена администратором
fate-released = отпущено администратором
fate-under-way = идёт попытка
