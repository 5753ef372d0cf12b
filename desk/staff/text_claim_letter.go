package staff

// claimLetterTexts are the texts of letters about claims: Swedish, English.
var claimLetterTexts = map[string][2]string{
	"actletter.to":           {"Brevet som skickas. %s", "The letter that is sent. %s"},
	"actletter.none":         {"Brev", "Letters"},
	"actletter.changed":      {"Breven är inte de som du tittade på", "The letters are not those you looked at"},
	"actletter.changed.text": {"Inget är sparat. Det kan bero på att dagen har gått om midnatt eller att en uppgift har ändrats. Läs breven och genomför igen.", "Nothing was stored. Midnight may have passed, or a fact has changed. Read the letters and carry it out again."},
	"actletter.past":         {"Inget brev beställs, eftersom åtgärden är daterad före i dag. Ett brev som gick då har gått på annat sätt.", "No letter is ordered, because the measure is dated before today. A letter of that day went in another way."},
	"actletter.guardian":     {"Brevet går till förvaltaren för %s. Vem det är saknas, så brevet parkeras tills någon skickar det.", "The letter goes to the administrator of %s. Who that is is missing, so the letter is parked until somebody sends it."},
	"actletter.other":        {"%s får inget brev, eftersom planen har ett krav som inte är den personens. Berätta om planen på annat sätt.", "%s gets no letter, because the plan has a claim that is not that person's. Tell of the plan in another way."},
	"actletter.part":         {"%s får inget brev, eftersom brevet gäller hela skulden och den personen svarar för en del. Berätta på annat sätt.", "%s gets no letter, because the letter is of the whole debt and that person owes a part. Tell of it in another way."},
	"actletter.payer":        {"Inget brev beställs, eftersom det inte är känt vem av de betalningsskyldiga som pengarna ska till.", "No letter is ordered, because it is not known which of the debtors the money goes to."},
	"actletter.notbarred":    {"%s får inget brev, eftersom kravet inte är preskriberat mot den personen.", "%s gets no letter, because the claim is not time barred against that person."},
	"actletter.line":         {"%s till %s, %s", "%s to %s, %s"},
	"claim.letters":          {"Brev om kravet", "Letters about the claim"},
	"claim.letters.back":     {"Brevet har kommit i retur", "The letter has come back"},
	"claim.letters.record":   {"Registrera det på kravet", "Record it on the claim"},

	"actletter.template.hearing":        {"Du kan behöva betala tillbaka", "You may have to repay"},
	"actletter.template.decision":       {"Beslut om återkrav", "Decision on recovery"},
	"actletter.template.reminder":       {"Påminnelse", "Reminder"},
	"actletter.template.demand":         {"Inkassokrav", "Debt-collection demand"},
	"actletter.template.plan-offer":     {"Förslag till avbetalningsplan", "Offer of an instalment plan"},
	"actletter.template.plan-confirmed": {"Din avbetalningsplan", "Your instalment plan"},
	"actletter.template.plan-breach":    {"Avbetalningsplanen följs inte", "The instalment plan is not kept"},
	"actletter.template.limitation":     {"Kravet är preskriberat", "The claim is time barred"},
	"actletter.template.refund":         {"Du får tillbaka pengar", "Money comes back to you"},
	"actletter.template.hand-over":      {"Kravet är överlämnat till Kronofogden", "The claim is handed over to the Enforcement Authority"},
	"actletter.template.housing":        {"Beslut om slutligt bostadsbidrag", "Decision on the final housing allowance"},

	"field.act_pay_by": {"Betala senast, enligt brevet", "Pay by, as the letter says"},
	"help.act_pay_by":  {"En dag efter i dag. Förslaget är den tid som är vanlig för ett inkassokrav. ÅÅÅÅ-MM-DD", "A day after today. The proposal is the time that is customary for a debt-collection demand. YYYY-MM-DD"},

	"rule.letter-sender":    {"Brevet kan inte skrivas: det är inte angivet vem som skriver och hur man når dem. Den som sköter driften anger det när programmet startas.", ""},
	"rule.letter-account":   {"Brevet kan inte skrivas: det är inte angivet vart kravet betalas. Den som sköter driften anger det när programmet startas.", ""},
	"rule.letter-reference": {"Brevet kan inte skrivas: ingen betalningsreferens kan räknas ut från kravets nummer.", ""},
	"rule.letter-interest":  {"Brevet kan inte skrivas: det säger vad som är skyldigt, och räntan är inte känd för {day1}–{day2}.", ""},
	"rule.letter-nobody":    {"Brevet kan inte skrivas: ingen ska ha det, eftersom ingen är skyldig något.", ""},
	"rule.letter-pay-by":    {"Brevet säger när man ska betala. Skriv en dag efter dagen i brevet.", ""},
	"rule.letter-facts":     {"Brevet kan inte skrivas: uppgifterna räcker inte till det. Vad som saknas är antecknat. Vänd dig till den som sköter driften.", ""},
}
