vendor-gmail-4-7-23 = Your IP has no fitting name in DNS
    .meaning = Gmail found no `PTR` for the sending IP, or a name that does not lead back to it, and puts the mail off.
    .fix = Have the owner of the address set a `PTR`, and give that name an `A` or `AAAA` with the same IP. The registry's SPF meaning does not apply.

vendor-gmail-x-7-24 = SPF record with suspicious entries
    .meaning = Gmail could read the SPF record, but something in it looks unsafe, such as ranges that let half the network send in your name.
    .fix = Remove `+all`, broad ranges and services that you no longer use; end the record with `~all` or `-all`.

vendor-gmail-x-7-26 = Mail is not authenticated
    .meaning = Neither SPF nor DKIM passed, or SPF failed hard, or the DMARC policy of the domain in `From` demands a refusal. The text tells which of them.
    .fix = List the host in SPF, sign with DKIM in your domain, and let one of both match `From`. Never send with a `gmail.com` address in `From` from your own server.

vendor-gmail-x-7-27 = SPF did not pass (bulk senders)
    .meaning = For senders of much mail Gmail demands SPF, and the check for your `MAIL FROM` domain did not pass.
    .fix = Look at the domain of the envelope sender, not at `From`: add the sending host or the service to its SPF record.

vendor-gmail-x-7-28 = Too much mail, too fast
    .meaning = Unusual rate from your IP, its network, your domain, or with one repeated `Message-ID`. With 421 it is a brake, with 550 a refusal.
    .fix = Send to Google with few connections and growing pauses. Look for a misused account or form, and give each message its own `Message-ID`.

vendor-gmail-x-7-29 = TLS was not used
    .meaning = The message came over a plain connection, and Gmail demands TLS of this sender.
    .fix = Switch on `STARTTLS` for outgoing mail, and check that no firewall strips it from the `EHLO` reply. ARC is not meant.

vendor-gmail-x-7-30 = DKIM did not pass (bulk senders)
    .meaning = Gmail demands a valid DKIM signature of senders of much mail, and found none.
    .fix = Sign each message, check the key in DNS under its selector, and sign after all changes of the content. `REQUIRETLS` is not meant.

vendor-gmail-x-7-32 = From does not match SPF or DKIM
    .meaning = SPF or DKIM passed, but for another domain than the one in `From`: not aligned, as DMARC calls it. The registry has no X.7.32.
    .fix = Sign with the domain in `From`, or use an envelope sender of that domain. With a mail service set up your own signing domain there.

vendor-gmail-x-7-40 = No DMARC record
    .meaning = The domain in `From` publishes no DMARC policy, which Gmail demands of bulk senders. The number is not registered.
    .fix = Publish a `TXT` record at `_dmarc.example.org`, for a start `v=DMARC1; p=none` with an address for reports.

vendor-gmail-5-4-5 = Sending limit of the day reached
    .meaning = Your own Gmail or Workspace account has sent as much as it may within a day. The recipient is fine.
    .fix = Wait until the next day; for lists use a service for bulk mail. If you did not send so much, somebody else has your password.

vendor-gmail-5-7-9 = App password or browser login needed
    .meaning = The account has two-step verification, so its normal password does not work in a mail program; or Google wants to see you in a browser.
    .fix = Make an app password in the Google account and use it in the program, or log in with OAuth.

vendor-gmail-5-7-14 = Log in with a browser first
    .meaning = Google finds this login unusual: a new place or program. The line carries a link.
    .fix = Open the link, log in and confirm. Then try again within a few minutes; for servers an app password or OAuth spares you this.

vendor-gmail-5-7-10 = Commands sent behind STARTTLS
    .meaning = The client did not wait after `STARTTLS`, and sent more in the same breath. That is not allowed, as it could be smuggled in.
    .fix = Wait for 220, make the TLS handshake, then send `EHLO`. If your program is right, look for a proxy between. The code stands behind 523 today and behind 525 in older lists.

vendor-exchange-5-1-10 = Recipient not found
    .meaning = No mailbox has this address in that organisation. It is what others call 5.1.1, not a null MX.
    .fix = Correct the address; in Outlook delete the remembered entry and type it anew. As administrator check directory synchronisation.

vendor-exchange-5-4-1 = Recipient refused, access denied
    .meaning = The address does not exist there, or the domain is not set up as accepted in that organisation, or a relay is not allowed.
    .fix = Check the address. If all addresses of the domain are hit, its administrator has to look at the accepted domain, the `MX` and the synchronisation.

vendor-exchange-5-5-2 = Say hello first
    .meaning = A sequence error: `MAIL` or another command came before `EHLO`. Others say 5.5.1.
    .fix = Send `EHLO` after connecting, and once more after `STARTTLS`.

vendor-exchange-5-3-3 = Unrecognized command
    .meaning = Exchange does not know the command; other servers say 500 5.5.2.
    .fix = Compare with the `EHLO` reply. Often a firewall that garbles commands or offers is to blame, or a login that was sent where it is not offered.

vendor-exchange-5-6-11 = Bare line feeds in the message
    .meaning = The message has lines that end in LF alone, and they cannot be sent on with `DATA` without damage.
    .fix = Build messages with CRLF line ends. A receiving server that offers `CHUNKING` can take them as they are.

vendor-exchange-5-7-57 = Not logged in, and anonymous sending is off
    .meaning = The client came without a login to a host that takes anonymous mail for nobody, or not for this sender.
    .fix = Log in with `AUTH` on port 587. For devices without a login set up a connector that trusts their IP.

vendor-exchange-5-7-3 = Login failed
    .meaning = Authentication was unsuccessful. In Microsoft 365 often the password is right, and SMTP logins are switched off.
    .fix = Check the password, then whether SMTP AUTH is allowed for the mailbox and the organisation, then move to OAuth.

vendor-exchange-online-5-7-139 = SMTP login is switched off
    .meaning = Basic authentication or SMTP AUTH is disabled for the mailbox or the whole organisation. The text names which rule it was.
    .fix = The administrator allows SMTP AUTH for this mailbox, or the program moves to OAuth (`XOAUTH2`), which is the lasting way.

vendor-exchange-online-5-7-60 = No right to send as this sender
    .meaning = You are logged in as one user, and the message names another one as its sender. Often the same refusal stands behind 5.7.1.
    .fix = Set the sender to the account's own address, or let an administrator grant `Send As` on the other mailbox.

vendor-exchange-online-5-7-64 = Relay denied, organisation not recognized
    .meaning = The text speaks of `TenantAttribution`: no inbound connector matches your IP or certificate, so Microsoft does not know in whose name you relay.
    .fix = Compare the connector with reality: the public IP after a change of provider, or the name in the certificate that your server shows.

vendor-exchange-online-5-7-23 = SPF refusal
    .meaning = The sender's domain does not allow the sending address in its SPF record. Here Microsoft and the registry agree.
    .fix = Add the host to the SPF record, or send through one that is listed.

vendor-exchange-online-5-7-25 = IPv6 sender without a name
    .meaning = Mail over IPv6 is taken only from addresses with a `PTR` record, and yours has none.
    .fix = Set a `PTR` for the IPv6 address, or send by IPv4. SPF or DKIM must pass over IPv6 as well.

vendor-exchange-online-5-7-509 = DMARC did not pass
    .meaning = The domain in `From` asks for rejection, and neither SPF nor DKIM passed in its name.
    .fix = Authenticate the mail for that domain, or send with a `From` that is yours. Forwarded mail needs a DKIM signature that survives.

vendor-outlook-com-5-7-515 = Below the required authentication level
    .meaning = Since 2025-05-05 Outlook.com, Hotmail and Live demand SPF, DKIM and DMARC of domains that send them more than 5000 messages a day.
    .fix = Let SPF and DKIM pass, publish DMARC with at least `p=none`, and see that one of both matches `From`.

vendor-exchange-online-5-7-506 = Your EHLO name is the receiver's
    .meaning = The name in `HELO` or `EHLO` belongs to the receiving organisation, which only forgers and wrongly set up hosts use.
    .fix = Let your server greet with its own full host name.

vendor-exchange-online-5-7-511 = Banned sender
    .meaning = Microsoft has banned the sending address for suspected spam; the text gives an address to write to.
    .fix = End the cause, then forward the whole bounce to the delisting address in it. Repeating the message helps nothing.

vendor-exchange-online-5-7-606-649 = Banned sending IP
    .meaning = The IP is on Microsoft's own block list. Other lists have no say in it.
    .fix = Find and end the cause, then ask for removal in Microsoft's delist portal with the IP from the line; it takes up to a day.

vendor-exchange-online-4-7-500-699 = Held back while being judged
    .meaning = Microsoft sees suspicious activity and restricts this IP until it has decided. New servers meet it at their first mailing.
    .fix = Let the queue wait, send less, and raise the volume slowly. If it lasts for more than a day, turn to their support.

vendor-exchange-online-4-7-650 = Slowed down for reputation
    .meaning = The IP is rate limited because of its reputation; the text names the IP, and says `S775`.
    .fix = Send slowly and only to people who want it, and clean the list. Look at the data that Microsoft shows owners of an IP in SNDS.

vendor-exchange-online-x-7-321-325 = TLS to the destination failed
    .meaning = Exchange Online wanted to send under TLS, and the receiving side failed: no `STARTTLS`, an expired or wrong certificate, or a `TLSA` record that does not fit.
    .fix = The destination has to renew its certificate or correct its `TLSA` and DNSSEC. As sender wait and inform them; if a connector of yours demands TLS, check its settings.

vendor-exchange-online-4-4-316 = Destination refused the connection
    .meaning = Microsoft's servers reached the address and nobody listened, or a firewall said no.
    .fix = The operator of the destination opens port 25 for Microsoft's ranges, and checks that the `MX` names the right host.

vendor-exchange-online-5-4-300 = Given up after waiting
    .meaning = The message could not be delivered in time. It is the 4.4.7 of others.
    .fix = Look for the last error in the bounce, and solve that one.

vendor-exchange-online-5-4-310 = The recipient's domain does not exist
    .meaning = DNS says that there is no such domain, or that it has no host for mail.
    .fix = Correct the spelling behind the @. As owner check the registration and the `MX`.

vendor-exchange-online-5-4-14 = Mail loop
    .meaning = The message came round too often: a forwarding rule, or a hybrid setup in which both sides send it to each other. Others say 5.4.6.
    .fix = Look at forwarding rules, at the connectors, and at whether the accepted domain is marked as internal relay where it should be authoritative.

vendor-exchange-online-5-2-121-122 = The recipient gets too much mail
    .meaning = The mailbox has reached its hourly limit: 5.2.121 counts one sender, 5.2.122 all of them.
    .fix = Send fewer messages to this one mailbox; collect alerts into a digest, or send them to a group. It passes within the hour.

vendor-yahoo-5-7-9 = Refused by DMARC
    .meaning = The message did not pass for the domain in `From`, and that domain asks for rejection. It has nothing to do with a login.
    .fix = Sign with DKIM in that domain, or use an address in `From` that your server may use. Never send with `yahoo.com` in `From` from elsewhere.

vendor-yahoo-4-7-0 = Put off for volume or complaints
    .meaning = A line such as `421 4.7.0 [TSS04]` says that Yahoo does not take mail from this IP for now: too much at once, or users complained.
    .fix = Fewer connections and messages for some hours, then slowly more. Remove people who do not open your mail, and join Yahoo's complaint feedback.

vendor-postfix-4-7-25 = The client's name could not be found
    .meaning = 450 4.7.25 with `cannot find your hostname`: the `PTR` of the client is missing, or its name does not lead back. It comes from `reject_unknown_client_hostname`.
    .fix = As sender set `PTR` and address record to match. As operator prefer `reject_unknown_reverse_client_hostname`, which hits fewer honest hosts.

vendor-postfix-4-3-5 = Server configuration error
    .meaning = Postfix met a mistake in its own setup: a table that does not open, a policy service that is down or answers nonsense, a bad parameter.
    .fix = The operator reads the log, where the line begins with `warning` or `fatal`, and runs `postfix check`. Senders wait.

vendor-postfix-5-5-2 = The HELO name is not complete
    .meaning = 504 5.5.2 with `need fully-qualified hostname`: the client greeted with a name without a dot, such as `localhost` or the name of a PC.
    .fix = Configure a full host name in the client, as in `mail.example.org`. Program libraries have a parameter for it; logged in users are often exempt if the operator sets it so.
