# Что говорит `postrider code`, и его справка.

cli-unknown = о «{ $asked }» ничего не известно.
cli-alike = Может быть, имелось в виду одно из этого?
cli-two = за один раз сравниваются два кода. Из «{ $asked }» можно сравнить:
cli-try-search = Ищите с помощью `postrider code search WORD` или просмотрите всё: `postrider code list`.
cli-nothing-found = «{ $asked }» нигде не встречается: попробуйте меньше слов или другие слова.
cli-found = { $count ->
    [one] Найден { $count } пункт.
    [few] Найдено { $count } пункта.
    [many] Найдено { $count } пунктов.
   *[other] Найдено { $count } пункта.
}
cli-listed = { $count ->
    [0] Таких кодов нет.
    [one] { $count } код.
    [few] { $count } кода.
    [many] { $count } кодов.
   *[other] { $count } кода.
}
cli-causes = Обмен командами для каждой причины: `postrider code cause-no-ehlo`.

help-usage = Использование
help-commands = Команды
help-arguments = Аргументы
help-options = Параметры
help-help = Вывести эту справку
help-default = по умолчанию: { $value }
help-mark-options = [ПАРАМЕТРЫ]
help-mark-command = <КОМАНДА>
help-value-code = КОД
help-value-lang = ЯЗЫК
help-value-command = КОМАНДА
help-value-digit = ЦИФРА
help-value-word = СЛОВО
help-value-address = АДРЕС
help-value-dir = ПАПКА
help-value-url = АДРЕС_САЙТА
help-code =
    .about = Объясняет код ответа, расширенный код или ответ этого сервера либо сравнивает два кода
    .long = О чём спрашивать: 503, 5.7.26, "550 5.7.26", как стоит в журнале, идентификатор в конце отказа этого сервера, например rcpt-before-mail, два кода для сравнения: 250 503 или начало кодов: 5yz, 57z, 5.7. Код завершения: 0; 1, если о спрошенном ничего не известно; 2, если аргументы не годятся.
    .words = Код или два кода для сравнения.
    .json = Для программ: JSON.
    .lang = Язык, например vi; иначе по порядку проверяются POSTRIDER_LANG, LC_ALL, LC_MESSAGES и LANG.
help-code-list =
    .about = Перечисляет коды ответа или те, которыми можно ответить на команду
    .command = Те, которыми можно ответить на эту команду: RCPT, AUTH, connection (приветствие), content (конец письма).
    .class = Те, у которых такая первая цифра: от 2 до 5.
    .enhanced = Зарегистрированные расширенные коды вместо кодов ответа.
    .own = Вместо них ответы этого сервера, по идентификаторам.
    .json = Для программ: JSON.
    .lang = Язык, например vi; иначе по порядку проверяются POSTRIDER_LANG, LC_ALL, LC_MESSAGES и LANG.
help-code-search =
    .about = Ищет слова в названиях и объяснениях, на выбранном языке и на английском
    .words = Найтись должны все эти слова.
    .json = Для программ: JSON.
    .lang = Язык, например vi; иначе по порядку проверяются POSTRIDER_LANG, LC_ALL, LC_MESSAGES и LANG.
