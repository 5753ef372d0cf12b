package staff

import (
	"fmt"

	"balans/steer/report"
)

// translate gives the text with a key in one language, with its arguments.
type translate func(key string, args ...any) string

// translator returns the translate of a language. A key that is missing shows
// itself; a test sees to it that none is.
func translator(l report.Language) translate {
	at := 0
	if l == report.English {
		at = 1
	}
	return func(key string, args ...any) string {
		pair, ok := texts[key]
		switch {
		case !ok:
			return "⟦" + key + "⟧"
		case len(args) == 0:
			return pair[at]
		}
		return fmt.Sprintf(pair[at], args...)
	}
}

// has reports whether there is a text with a key.
func (t translate) has(key string) bool {
	_, ok := texts[key]
	return ok
}

// either picks one of two texts that are kept elsewhere.
func (t translate) either(sv, en string) string {
	if t("language") == string(report.English) {
		return en
	}
	return sv
}

// texts is every text of the pages: Swedish, English.
var texts = joined(pageTexts, claimTexts, worklistTexts, assignmentTexts, bookTexts,
	letterTexts, letterValueTexts, comparisonTexts, noticeTexts, controlTexts, runTexts, findingTexts, personTexts, wholeTexts, searchTexts, taskTexts, sgiTexts, actTexts, signinTexts, inquiryTexts, inquiryActTexts, followupTexts, claimLetterTexts, housingTexts, housingMoreTexts)

// joined puts catalogues together; a key stands in one of them only.
func joined(catalogues ...map[string][2]string) map[string][2]string {
	all := map[string][2]string{}
	for _, c := range catalogues {
		for key, pair := range c {
			if _, again := all[key]; again {
				panic("staff: the text " + key + " stands twice")
			}
			all[key] = pair
		}
	}
	return all
}

// pageTexts are the texts of all pages but the money and the law of a claim.
var pageTexts = map[string][2]string{
	"language": {"sv", "en"},
	"months":   {"januari februari mars april maj juni juli augusti september oktober november december", "January February March April May June July August September October November December"},
	"yes":      {"ja", "yes"},
	"no":       {"nej", "no"},

	// The frame of every page.
	"skip":          {"Hoppa till innehållet", "Skip to the contents"},
	"nav.label":     {"Huvudmeny", "Main menu"},
	"nav.start":     {"Start", "Start"},
	"nav.report":    {"Rapport", "Report"},
	"nav.series":    {"Utveckling", "Over time"},
	"nav.claims":    {"Krav", "Claims"},
	"nav.figures":   {"Definitioner", "Definitions"},
	"crumbs.label":  {"Sökväg", "Breadcrumbs"},
	"search.label":  {"Kravnummer", "Claim number"},
	"search.button": {"Öppna", "Open"},
	"footer.demo":   {"alla personer, krav och händelser är påhittade", "all persons, claims and events are invented"},
	"footer.signin": {"utan inloggning", "without sign-in"},

	// The demo users.
	"user.none":    {"Välj användare", "Choose user"},
	"user.choose":  {"Välj", "Choose"},
	"user.chosen":  {"Vald", "Chosen"},
	"user.purpose": {"Ändamål i läsloggen:", "Purpose in the reading log:"},

	// Start.
	"start.title":       {"Återkrav och fordringar", "Repayment claims"},
	"start.lead":        {"Balans visar vad som är återkrävt, vad som är kvar att betala och hur det har ändrats. Varje siffra i rapporten går att öppna, ner till det enskilda kravet och händelserna bakom det.", "Balans shows what has been claimed back, what is left to pay and how it has changed. Every figure in the report can be opened, down to the single claim and the events behind it."},
	"start.report":      {"Öppna rapporten", "Open the report"},
	"start.demo.title":  {"Påhittade uppgifter", "Invented facts"},
	"start.demo.text":   {"Det här är en påhittad myndighet. Alla personer, krav, belopp och händelser är uppdiktade, och personnumren är Skatteverkets testnummer.", "This is an invented agency. All persons, claims, amounts and events are made up, and the identity numbers are the Tax Agency's test numbers."},
	"start.user.title":  {"Vem är du?", "Who are you?"},
	"start.user.text":   {"I en demonstration ersätts inloggningen av påhittade användare, en för varje roll. Du behöver välja för att öppna ett enskilt krav, eftersom varje visning antecknas i läsloggen med namn och ändamål.", "In a demonstration made-up users take the place of sign-in, one for each role. You need to choose in order to open a single claim, because every view is noted in the reading log with name and purpose."},
	"start.read.title":  {"Så läser du rapporten", "How to read the report"},
	"start.read.1.head": {"Två datum styr allt.", "Two dates govern everything."},
	"start.read.1.text": {"”Gäller per” är dagen som siffrorna beskriver. ”Känt den” är vilken dags kunskap de bygger på: det som registrerades senare räknas inte.", "“As of” is the day the figures describe. “Known on” is the day whose knowledge they rest on: what was recorded later does not count."},
	"start.read.2.head": {"Varje siffra går att öppna.", "Every figure can be opened."},
	"start.read.2.text": {"Klicka på en siffra för att se kraven bakom den. Antalet och summan i listan är desamma som i rapporten.", "Click a figure to see the claims behind it. Number and sum of the list are the same as in the report."},
	"start.read.3.head": {"Gamla och nya krav.", "Old and new claims."},
	"start.read.3.text": {"Nya krav är beslutade från den 1 september 2022, då lagen ändrades. De lämnar stocken när de restförs hos Kronofogden. Gamla krav är kvar i stocken.", "New claims were decided from 1 September 2022, when the law changed. They leave the stock when they are registered at the Enforcement Authority. Old claims stay in the stock."},
	"start.read.4.head": {"Stocken ska gå ihop.", "The stock must add up."},
	"start.read.4.text": {"Sist i rapporten står hur stocken har ändrats, orsak för orsak. Skillnaden ska vara noll. Är den inte det varnar sidan.", "At the end of the report you see how the stock has changed, cause by cause. The difference must be zero. If it is not, the page warns you."},
	"start.figures":     {"Läs definitionerna av alla siffror", "Read the definitions of all figures"},

	// Fields.
	"field.as_of":       {"Gäller per", "As of"},
	"field.known_at":    {"Känt den", "Known on"},
	"field.by":          {"Uppdelning", "Break-down"},
	"field.benefit":     {"Förmån", "Benefit"},
	"field.figure":      {"Siffra", "Figure"},
	"field.from":        {"Från och med", "From"},
	"field.to":          {"Till och med", "To"},
	"field.on":          {"Datum", "Date"},
	"field.show":        {"Diagrammet visar", "The chart shows"},
	"field.sort":        {"Sortering", "Sorting"},
	"field.order":       {"Ordning", "Order"},
	"field.report":      {"Rapportens datum", "The report's date"},
	"field.id":          {"Kravnummer börjar med", "Claim number begins with"},
	"field.claim.as_of": {"Visa kravet per", "Show the claim as of"},
	"help.as_of":        {"Dagen siffrorna beskriver. ÅÅÅÅ-MM-DD", "The day the figures describe. YYYY-MM-DD"},
	"help.claim.as_of":  {"Dagen sidan beskriver. ÅÅÅÅ-MM-DD", "The day the page describes. YYYY-MM-DD"},
	"help.known_at":     {"Det som registrerades senare räknas inte. Tomt betyder idag.", "What was recorded later does not count. Empty means today."},
	"help.month":        {"ÅÅÅÅ-MM", "YYYY-MM"},
	"help.id":           {"Till exempel 2024-", "For example 2024-"},
	"by.total":          {"Endast totalt", "Total only"},
	"by.benefit":        {"Även per förmån", "Also by benefit"},
	"show.count":        {"Antal krav", "Number of claims"},
	"show.amount":       {"Belopp", "Amount"},
	"benefit.all":       {"Samtliga förmåner", "All benefits"},
	"known.now":         {"idag (%s kl. %s)", "today (%s at %s)"},
	"known.instant":     {"%s kl. %s", "%s at %s"},

	// What was wrong.
	"error.prefix":     {"Fel:", "Error:"},
	"error.title":      {"Rätta det här och försök igen", "Correct this and try again"},
	"error.day":        {"%s: ”%s” är ingen dag som finns. Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2025-02-28.", "%s: “%s” is not a day that exists. Write the day as YYYY-MM-DD, for example 2025-02-28."},
	"error.month":      {"%s: ”%s” är ingen månad som finns. Skriv månaden som ÅÅÅÅ-MM, till exempel 2025-02.", "%s: “%s” is not a month that exists. Write the month as YYYY-MM, for example 2025-02."},
	"error.range":      {"%s: %s går inte att visa. Välj en dag från 1903-01-01 till idag.", "%s: %s cannot be shown. Choose a day from 1903-01-01 to today."},
	"error.future":     {"%s: %s har inte varit ännu. Välj en dag till och med idag.", "%s: %s has not been yet. Choose a day up to today."},
	"error.month.open": {"Till och med: månaden %s är inte slut ännu. Välj en månad som är slut.", "To: the month %s has not ended yet. Choose a month that has ended."},
	"error.order":      {"%s måste vara före %s.", "%s must be before %s."},
	"error.long":       {"Från och med: högst %d månader kan visas åt gången.", "From: at most %d months can be shown at a time."},
	"error.option":     {"%s: ”%s” finns inte att välja.", "%s: “%s” is not there to choose."},
	"error.page":       {"Sidan ”%s” finns inte. Sidorna numreras från 1.", "There is no page “%s”. Pages are numbered from 1."},

	// The report.
	"report.title":             {"Rapport om återkrav och fordringar", "Report on repayment claims"},
	"report.lead":              {"Per %s, så som det är känt %s.", "As of %s, as known %s."},
	"report.show":              {"Visa rapporten", "Show the report"},
	"report.readings":          {"Tolkningar A1–A11", "Readings A1–A11"},
	"report.readings.text":     {"Uppdraget lämnar elva frågor öppna. Så här är de besvarade i den här rapporten.", "The assignment leaves eleven questions open. This is how they are answered in this report."},
	"report.deviating":         {"%d ändrad", "%d changed"},
	"report.onpage":            {"På den här sidan", "On this page"},
	"report.tables":            {"Siffrorna", "The figures"},
	"report.open":              {"Varje siffra är en länk till kraven bakom den.", "Every figure is a link to the claims behind it."},
	"report.benefits":          {"Per förmån", "By benefit"},
	"report.benefits.text":     {"Samma siffror för varje förmån. Öppna en siffra för att se tabellen.", "The same figures for each benefit. Open a figure to see its table."},
	"report.benefits.caption":  {"per förmån", "by benefit"},
	"report.development":       {"Utveckling", "Over time"},
	"report.series":            {"Visa en siffra månad för månad", "Show a figure month by month"},
	"report.identity":          {"Avstämning", "Accounting for the stock"},
	"report.balanced":          {"Stocken går ihop på öret för varje period: skillnaden är 0.", "The stock adds up to the öre for every period: the difference is 0."},
	"report.unbalanced.title":  {"Fel: stocken går inte ihop", "Error: the stock does not add up"},
	"report.unbalanced.text":   {"Ingående stock och orsakerna ger inte utgående stock. Använd inte siffrorna förrän felet är utrett.", "Opening stock and the causes do not give closing stock. Do not use the figures until the fault has been found."},
	"report.unbalanced.link":   {"Se avstämningen", "See the account"},
	"report.ahead":             {"”Gäller per” ligger efter ”Känt den”. Siffrorna visar bara det som då var känt om den dagen.", "“As of” lies after “Known on”. The figures show only what was then known about that day."},
	"report.interrupted.title": {"Varning: en inläsning blev inte klar", "Warning: an import was not completed"},
	"report.interrupted.text":  {"Krav kan saknas i siffrorna tills inläsningen har körts om:", "Claims may be missing from the figures until the import has been run again:"},
	"report.downloads":         {"Ladda ner", "Download"},
	"report.downloads.text":    {"Hela rapporten, med samma datum och tolkningar som på sidan.", "The whole report, with the same dates and readings as on the page."},
	"report.download":          {"Ladda ner som %s", "Download as %s"},
	"cell.says.claims":         {"krav: %s. Visa kraven", "claims: %s. Show the claims"},
	"cell.says.million_sek":    {"miljoner kronor: %s. Visa kraven", "million kronor: %s. Show the claims"},
	"cell.says.percent":        {"andel: %s. Visa kraven", "share: %s. Show the claims"},
	"cell.says.sek":            {"kronor: %s. Visa kraven", "kronor: %s. Show the claims"},
	"cell.none":                {"inget krav kan ha nått den åldern", "no claim can have reached that age"},
	"cell.noshare":             {"ingen andel", "no share"},

	"readings.other": {"Andra tolkningar än de vanliga:", "Other readings than the usual ones:"},

	// Units.
	"unit.claims":       {"Antal krav", "Claims"},
	"unit.claims.lower": {"krav", "claims"},
	"unit.claims.chart": {"antal krav", "number of claims"},
	"unit.million":      {"Belopp, Mnkr", "Amount, MSEK"},
	"unit.share":        {"Andel av antal", "Share of number"},
	"unit.share.amount": {"Andel av belopp", "Share of amount"},
	"unit.sek":          {"kronor", "kronor"},
	"unit.mnkr":         {"miljoner kronor", "million kronor"},
	"unit.tkr":          {"tusen kronor", "thousand kronor"},
	"unit.kr":           {"kronor", "kronor"},

	// Series and drawings.
	"series.title":          {"Utveckling månad för månad", "Month by month"},
	"series.lead":           {"%s. Så som det är känt %s.", "%s. As known %s."},
	"series.measured.stock": {"Stocken vid varje månads slut.", "The stock at the end of each month."},
	"series.measured.flow":  {"Det som hände under varje månad.", "What happened in each month."},
	"series.show":           {"Visa", "Show"},
	"series.amounts":        {"Visa belopp i diagrammet", "Show amounts in the chart"},
	"series.counts":         {"Visa antal i diagrammet", "Show numbers in the chart"},
	"series.newest":         {"Nyast överst.", "Newest first."},
	"chart.caption":         {"%s, %s", "%s, %s"},
	"chart.title":           {"%s, %s, %s till %s", "%s, %s, %s to %s"},
	"chart.desc":            {"Från %s %s i %s till %s i %s. Högst %s i %s, lägst %s i %s.", "From %s %s in %s to %s in %s. Highest %s in %s, lowest %s in %s."},
	"chart.report.caption":  {"Antal krav i stocken vid varje månads slut", "Number of claims in the stock at the end of each month"},
	"chart.report.title":    {"Gamla krav, nya krav och nya krav som inte är delgivna, månad för månad", "Old claims, new claims and new claims not served, month by month"},
	"download.csv":          {"Ladda ner som CSV", "Download as CSV"},

	// Lists.
	"claims.title":      {"Krav", "Claims"},
	"claims.lead":       {"%s %s, så som det är känt %s.", "%s %s, as known %s."},
	"claims.on":         {"per %s", "as of %s"},
	"claims.span":       {"från %s till %s", "from %s to %s"},
	"claims.filter":     {"Filtrera", "Filter"},
	"claims.filtered":   {"Listan är filtrerad på kravnummer, så antal och summa är mindre än i rapporten.", "The list is filtered by claim number, so number and sum are smaller than in the report."},
	"claims.reset":      {"Visa alla", "Show all"},
	"claims.range":      {"Visar %s–%s av %s.", "Showing %s–%s of %s."},
	"claims.empty":      {"Inga krav.", "No claims."},
	"claims.series":     {"Visa siffran månad för månad", "Show the figure month by month"},
	"claims.private":    {"Listan innehåller inga personnummer. De står bara på det enskilda kravet, där varje visning antecknas.", "The list holds no identity numbers. They stand on the single claim only, where every view is noted."},
	"sort.ascending":    {"sortera stigande", "sort ascending"},
	"sort.descending":   {"sortera fallande", "sort descending"},
	"page.label":        {"Sidor", "Pages"},
	"page.previous":     {"Föregående", "Previous"},
	"page.next":         {"Nästa", "Next"},
	"page.number":       {"Sida", "Page"},
	"origin.manual":     {"Återkravsärende", "Recovery case"},
	"origin.settlement": {"Avstämning", "Reconciliation"},

	// Columns.
	"column.id":          {"Krav", "Claim"},
	"column.month":       {"Månad", "Month"},
	"column.decided":     {"Beslutat", "Decided"},
	"column.origin":      {"Ursprung", "Origin"},
	"column.principal":   {"Beslutat belopp, kr", "Decided amount, SEK"},
	"column.outstanding": {"Kvar av kapitalet, kr", "Principal left, SEK"},
	"column.amount":      {"Belopp, kr", "Amount, SEK"},
	"column.amount.sek":  {"Belopp, kronor", "Amount, kronor"},
	"column.on":          {"Hände", "Happened"},
	"column.age":         {"Ålder, dagar", "Age, days"},
	"column.occurred":    {"Hände", "Happened"},
	"column.recorded":    {"Registrerat", "Recorded"},
	"column.what":        {"Händelse", "Event"},
	"column.ofprincipal": {"Varav kapital, kr", "Of which principal, SEK"},
	"column.left":        {"Kvar efter, kr", "Left after, SEK"},
	"column.why":         {"Varför det inte räknas", "Why it does not count"},
	"column.who":         {"Vem och varför", "Who and why"},
	"column.seq":         {"Nummer och kontrollsumma", "Number and checksum"},
	"column.number":      {"Nr", "No."},
	"column.question":    {"Fråga", "Question"},
	"column.reading":     {"Tolkning", "Reading"},
	"column.rule":        {"Regel", "Rule"},
	"column.weight":      {"Om den bryts", "When broken"},
	"column.source":      {"Källa", "Source"},

	// One claim.
	"claim.title":           {"Krav %s", "Claim %s"},
	"claim.lead":            {"%s. Per %s, så som det är känt %s.", "%s. As of %s, as known %s."},
	"claim.show":            {"Visa", "Show"},
	"claim.reading":         {"Att du öppnade kravet är antecknat i läsloggen: %s, %s, ändamål", "That you opened the claim is noted in the reading log: %s, %s, purpose"},
	"claim.facts":           {"Uppgifter om kravet", "About the claim"},
	"claim.debtor":          {"Betalningsskyldig", "Debtor"},
	"claim.debtor.number":   {"Betalningsskyldig %d", "Debtor %d"},
	"claim.share":           {"svarar för %s kronor", "owes %s kronor"},
	"claim.jointly":         {"solidariskt", "jointly"},
	"claim.age":             {"(%s dagar)", "(%s days)"},
	"claim.authority":       {"Beslutande myndighet", "Deciding authority"},
	"claim.regime":          {"Regelverk", "Legal order"},
	"authority.FK":          {"Försäkringskassan", "Försäkringskassan"},
	"authority.PM":          {"Pensionsmyndigheten", "Pensionsmyndigheten"},
	"regime.OLD":            {"Gammalt krav, beslutat före 1 september 2022", "Old claim, decided before 1 September 2022"},
	"regime.NEW":            {"Nytt krav, beslutat från 1 september 2022", "New claim, decided from 1 September 2022"},
	"claim.decided":         {"Beslutat belopp", "Decided amount"},
	"claim.changed":         {"Ändrat till", "Changed to"},
	"claim.paid":            {"Betalt kapital", "Principal paid"},
	"claim.waived":          {"Eftergivet", "Waived"},
	"claim.left":            {"Kvar av kapitalet", "Principal left"},
	"claim.conditions":      {"Det här gäller", "In force"},
	"claim.conditions.none": {"Inga åtgärder eller villkor är registrerade.", "No measures or conditions are recorded."},
	"claim.since":           {"sedan", "since"},
	"claim.condition.event": {"%s (händelse %d)", "%s (event %d)"},
	"claim.why":             {"Varför räknas kravet?", "Why is the claim counted?"},
	"claim.why.text":        {"Öppna en siffra för att se definitionen, ord för ord, och vad som gäller för kravet.", "Open a figure to see its definition, word by word, and what holds for the claim."},
	"claim.counted":         {"räknas", "counted"},
	"claim.notcounted":      {"räknas inte", "not counted"},
	"claim.definition":      {"Räknas om kravet är i stocken och", "Counted if the claim is in the stock and"},
	"claim.source":          {"Källa:", "Source:"},
	"claim.events":          {"Händelser", "Events"},
	"claim.events.caption":  {"Händelser som räknas, i den ordning de räknas", "Events that count, in the order they count"},
	"claim.later.caption":   {"Händelser som inte räknas", "Events that do not count"},
	"claim.later":           {"Känt senare eller senare datum", "Known later or of a later date"},
	"claim.later.text":      {"Händelser som inte räknas med de datum som är valda.", "Events that do not count with the dates chosen."},
	"claim.later.none":      {"Inga sådana händelser.", "No such events."},
	"event.late":            {"registrerad sent, efter %s dagar", "recorded late, after %s days"},
	"event.later":           {"hände efter det valda datumet", "happened after the chosen date"},
	"event.unknown":         {"registrerades senare", "was recorded later"},
	"event.both":            {"hände och registrerades senare", "happened and was recorded later"},

	"mode.ordinary":   {"vanlig delgivning", "ordinary service"},
	"mode.simplified": {"förenklad delgivning", "simplified service"},
	"mode.bailiff":    {"stämningsmannadelgivning", "service by a process server"},
	"mode.oral":       {"muntlig delgivning", "oral service"},
	"mode.setoff":     {"genom kvittning", "by set-off"},
	"mode.kfm":        {"genom Kronofogden", "through the Enforcement Authority"},
	"mode.fulfilled":  {"slutbetald", "paid in full"},
	"mode.breached":   {"inte följd", "not kept"},
	"mode.renewed":    {"ersatt av en ny", "replaced by a new one"},
	"mode.cancelled":  {"avbruten", "called off"},

	"mode.letter":               {"med brev", "by letter"},
	"mode.post":                 {"med brev", "by letter"},
	"mode.electronic":           {"elektroniskt", "electronically"},
	"mode.forwarded":            {"skickat genom Skatteverket", "sent through the Tax Agency"},
	"mode.publication":          {"kungörelsedelgivning", "service by public notice"},
	"mode.availability":         {"tillgänglighetsdelgivning", "service by making it available"},
	"mode.special_legal_person": {"särskild delgivning med juridisk person", "special service on a legal person"},
	"mode.amortise":             {"fast del av kapitalet, med ränta och avgifter utöver den", "a fixed part of the principal, with interest and fees on top"},
	"mode.plan":                 {"för en avbetalningsplan", "for an instalment plan"},
	"mode.reminder":             {"för en påminnelse", "for a reminder"},
	"mode.demand":               {"för ett inkassokrav", "for a demand"},
	"mode.notice":               {"för en avi", "for a notice"},
	"mode.payment_order":        {"för ett betalningsföreläggande", "for an order to pay"},
	"mode.moved":                {"flyttad från ett annat krav", "moved from another claim"},
	"mode.from_start":           {"från början", "from the start"},
	"mode.without_notice":       {"utan att den betalningsskyldiga fick veta det", "without the debtor's knowledge"},
	"mode.forvaltningsratten":   {"hos förvaltningsrätten", "to the administrative court"},
	"mode.unchanged":            {"oförändrat", "unchanged"},
	"mode.changed":              {"ändrat", "changed"},
	"mode.annulled":             {"undanröjt", "annulled"},
	"mode.withdrawn":            {"återkallat", "withdrawn"},
	"mode.amount":               {"på grund av beloppet", "because of the amount"},
	"mode.identity":             {"på grund av identiteten", "because of the identity"},
	"mode.service":              {"på grund av delgivningen", "because of the service"},
	"mode.change":               {"ändring", "change"},
	"mode.stop":                 {"stopp", "stop"},

	"stock.in":        {"Kravet är i stocken.", "The claim is in the stock."},
	"stock.undecided": {"Kravet är inte i stocken: det var inte beslutat.", "The claim is not in the stock: it was not decided."},
	"stock.ended":     {"Kravet är inte i stocken: det har upphört.", "The claim is not in the stock: it has ended."},
	"stock.paid":      {"Kravet är inte i stocken: inget kapital är kvar.", "The claim is not in the stock: no principal is left."},
	"stock.kfm":       {"Kravet är inte i stocken: nya krav avslutas när de restförs hos Kronofogden.", "The claim is not in the stock: new claims are closed when they are registered at the Enforcement Authority."},

	// The words of the definitions.
	"word.and":                   {"och", "and"},
	"word.or":                    {"eller", "or"},
	"word.not":                   {"inte", "not"},
	"word.not.measure":           {"saknar en indrivande åtgärd (A11)", "has no collecting measure (A11)"},
	"word.not.served":            {"inte är delgivet", "has not been served"},
	"word.counted":               {"kommer från en myndighet som räknas (A3)", "comes from an authority that is counted (A3)"},
	"word.measure":               {"har en indrivande åtgärd (A11)", "has a collecting measure (A11)"},
	"word.new":                   {"är nytt (beslutat från 2022-09-01)", "is new (decided from 2022-09-01)"},
	"word.old":                   {"är gammalt (beslutat före 2022-09-01)", "is old (decided before 2022-09-01)"},
	"word.fk":                    {"är Försäkringskassans", "is Försäkringskassan's"},
	"word.pm":                    {"är Pensionsmyndighetens", "is Pensionsmyndigheten's"},
	"word.settlement":            {"kommer från en avstämning", "comes from a reconciliation"},
	"word.several_debtors":       {"har flera betalningsskyldiga", "has several debtors"},
	"word.near_limit_age":        {"har nått åldern nära preskribering (gamla 9 år, nya 4 år)", "has reached the age near limitation (old 9 years, new 4 years)"},
	"word.older_than_limit_days": {"är äldre än 60 dagar", "is older than 60 days"},
	"word.in_plan":               {"har en avbetalningsplan", "has an instalment plan"},
	"word.deferred":              {"har anstånd", "has a deferral"},
	"word.setting_off":           {"kvittas mot en förmån", "is set off against a benefit"},
	"word.at_kfm":                {"ligger hos Kronofogden", "is at the Enforcement Authority"},
	"word.preserved":             {"är betalningssäkrat", "is preserved by order"},
	"word.restructuring":         {"ingår i en skuldsanering", "is part of a debt restructuring"},
	"word.registered_unserved":   {"är registrerat som ej delgivet", "is registered as not served"},
	"word.served":                {"är delgivet", "has been served"},
	"word.dispatched":            {"är skickat", "has been dispatched"},
	"word.ended":                 {"har upphört", "has ended"},

	// Definitions.
	"figures.title":            {"Definitioner", "Definitions"},
	"figures.lead":             {"Så här räknas varje siffra, vilka tolkningar som gäller och vilka regler som stoppar händelser som inte kan vara rätt.", "How each figure is counted, which readings are in force, and which rules stop events that cannot be right."},
	"figures.definitions":      {"Siffror", "Figures"},
	"figures.definitions.text": {"Definitionen är densamma i rapporten, i listorna och på det enskilda kravet.", "The definition is the same in the report, in the lists and on the single claim."},
	"figures.sort":             {"Mäter", "Measures"},
	"figures.condition":        {"Räknas om kravet", "Counted if the claim"},
	"figures.source":           {"Källa", "Source"},
	"figures.series":           {"Visa månad för månad", "Show month by month"},
	"figures.readings":         {"Tolkningar", "Readings"},
	"figures.readings.text":    {"Uppdraget lämnar elva frågor öppna. Där det finns mer än ett svar kan du byta i rapporten.", "The assignment leaves eleven questions open. Where there is more than one answer you can change it in the report."},
	"figures.readings.caption": {"Frågor A1–A11 och hur de besvaras om inget annat väljs", "Questions A1–A11 and how they are answered unless something else is chosen"},
	"figures.instead":          {"%s (kan bytas till %s)", "%s (can be changed to %s)"},
	"figures.or":               {" eller ", " or "},
	"figures.rules":            {"Spärrar", "Guards"},
	"figures.rules.text":       {"Spärrarna prövar varje händelse innan den sparas.", "The guards try every event before it is stored."},
	"figures.rules.caption":    {"Spärrar för händelser", "Guards of events"},
	"sort.stock":               {"Krav i stocken vid dagens slut, och det kapital som är kvar", "Claims in the stock at the end of the day, and the principal left"},
	"sort.decided":             {"Krav som beslutades under perioden, och deras beslutade belopp", "Claims decided in the period, and their decided amounts"},
	"sort.referred":            {"Nya krav som restfördes under perioden, och det kapital som lämnades över", "New claims registered at the Enforcement Authority in the period, and the principal handed over"},
	"sort.returned":            {"Nya krav som kom tillbaka under perioden, och det kapital som kom tillbaka", "New claims that came back in the period, and the principal that came back"},

	"rule.impossible":               {"Stoppas alltid", "Always stopped"},
	"rule.policy":                   {"Stoppas i dagligt arbete, varning vid inläsning", "Stopped in daily work, a warning when imported"},
	"rule.before-decision":          {"Inget händer med ett krav innan det är beslutat.", ""},
	"rule.amount-missing":           {"En betalning, en återföring och en ändring måste ha ett belopp över 0.", ""},
	"rule.amount-parts":             {"Den del som går till kapitalet ligger mellan 0 och beloppet.", ""},
	"rule.decided-twice":            {"Ett krav beslutas en gång. Ett nytt beslut är en ändring.", ""},
	"rule.date-out-of-range":        {"Datum ligger mellan 1900-01-01 och 2079-06-05.", ""},
	"rule.known-before-it-occurred": {"En händelse registreras samma dag som den inträffar eller senare.", ""},
	"rule.reversal-without-payment": {"Mer kan inte återföras än vad som har betalats.", ""},
	"rule.end-without-start":        {"Det som inte gäller kan inte avslutas.", ""},
	"rule.start-twice":              {"Det som redan gäller kan inte börja igen.", ""},
	"rule.claim-has-ended":          {"Ingen åtgärd tas på ett krav som är undanröjt, preskriberat, eftergivet eller avskrivet.", ""},
	"rule.nothing-left":             {"Ingen åtgärd tas på ett krav som är betalt.", ""},
	"rule.closed-at-kfm":            {"Ett nytt krav hos Kronofogden är avslutat hos myndigheten tills det kommer tillbaka.", ""},
	"rule.more-than-left":           {"Mer kapital kan inte betalas eller efterges än vad som är kvar.", ""},
	"rule.not-dispatched":           {"Ett beslut delges efter att det har skickats.", ""},
	"rule.not-final":                {"Ett nytt krav lämnas över när beslutet har vunnit laga kraft: delgivet, och två månader har gått.", ""},
	"rule.not-due":                  {"Ett krav lämnas över efter förfallodagen.", ""},
	"rule.arrangement-in-force":     {"Ett krav med avbetalningsplan, anstånd eller skuldsanering lämnas inte över.", ""},
	"rule.restructuring":            {"Inget drivs in vid sidan av en skuldsanering.", ""},
	"rule.limitation-not-reached":   {"Ett krav preskriberas inte innan den kortaste tiden har gått.", ""},

	// Beside a case, the claim it creates, and a letter to a person.
	"inquiry.reading":                      {"Att du öppnade ärendet är antecknat i läsloggen: %s, %s, ändamål", "That you opened the case is noted in the reading log: %s, %s, purpose"},
	"correspondence.reading":               {"Att du öppnade brevet är antecknat i läsloggen: %s, %s, ändamål", "That you opened the letter is noted in the reading log: %s, %s, purpose"},
	"correspondence.facts":                 {"Om brevet", "About the letter"},
	"inquiry.claims.charge":                {"varav avgift %s", "of which charge %s"},
	"letter.code.not-sent-in-time":         {"väntade så länge att dagarna i brevet kan vara fel", "waited so long that its days may be wrong"},
	"letter.code.not-released":             {"ingen har släppt det", "nobody released it"},
	"letter.code.no-receipt":               {"lämnat för utdelning, men inget kvitto har kommit", "handed over, and no receipt has come"},
	"letter.code.tried-out":                {"försökt så många gånger som brev försöks", "failed as often as letters are tried"},
	"letter.code.returned":                 {"kom i retur", "came back"},
	"letter.code.not-opened":               {"meddelandet har inte öppnats", "the message has not been opened"},
	"letter.code.cannot-be-written":        {"går inte att skriva i sin form", "cannot be written in its form"},
	"letter.code.words-have-changed":       {"skrivet på nytt säger det inte det som beställdes", "written again it does not say what was ordered"},
	"letter.code.no-channel":               {"ingen väg till mottagaren finns kvar", "no channel to the recipient is left"},
	"letter.code.died-since":               {"mottagaren har avlidit sedan brevet beställdes", "the recipient has died since it was ordered"},
	"letter.code.arrived-though-withdrawn": {"kom fram fast det var indraget", "arrived though it was withdrawn"},
	"letter.code.estate-unknown":           {"det är inte känt vem som företräder dödsboet", "who acts for the estate is not known"},
	"letter.code.guardian-unknown":         {"det är inte känt vem som är vårdnadshavare", "who the guardian is, is not known"},
	"letter.code.not-reachable":            {"mottagaren nås inte den vägen", "the channel does not reach the recipient"},
	"letter.code.refused":                  {"vägen tar inte emot brevet", "the channel does not take the letter"},
	"letter.code.temporarily-not-now":      {"vägen tar inte emot just nu", "the channel does not take it right now"},

	// What could not be shown.
	"failure.incident":         {"Ärendenummer för felet:", "Number of the fault:"},
	"failure.search":           {"Sök på kravnumret överst på sidan. Skriv hela numret, till exempel 2024-000123.", "Search for the claim number at the top of the page. Write the whole number, for example 2024-000123."},
	"failure.start":            {"Till startsidan", "To the start page"},
	"failure.report":           {"Till rapporten", "To the report"},
	"failure.page.title":       {"Sidan finns inte", "There is no such page"},
	"failure.page.text":        {"Adressen är fel eller sidan är borttagen.", "The address is wrong or the page has been removed."},
	"failure.claim.title":      {"Kravet %s finns inte", "There is no claim %s"},
	"failure.claim.text":       {"Inget krav har exakt det numret. Kontrollera numret, även bindestrecket.", "No claim has exactly that number. Check the number, the hyphen too."},
	"failure.permission.title": {"Välj vem du är först", "Say who you are first"},
	"failure.permission.text":  {"Sidan visar uppgifter om en person. Varje visning antecknas i läsloggen med namn och ändamål.", "The page shows facts about a person. Every view is noted in the reading log with name and purpose."},
	"failure.role.title":       {"Din roll får inte göra det här", "Your role may not do this"},
	"failure.role.text":        {"Du kan läsa men inte ändra här, eller så hör sidan till en annan roll. Be en kollega som får, eller välj en annan användare på startsidan.", "You may read but not change here, or the page belongs to another role. Ask a colleague who may, or choose another user on the first page."},
	"failure.signin.title":     {"Enskilda krav kan inte visas här", "Single claims cannot be shown here"},
	"failure.signin.text":      {"Sidorna visas utan inloggning. Ett enskilt krav visas bara för den som har loggat in, eftersom varje visning antecknas i läsloggen med namn och ändamål. Rapporten, listorna och definitionerna kan läsas av alla.", "The pages are shown without sign-in. A single claim is shown only to those who have signed in, because every view is noted in the reading log with name and purpose. The report, the lists and the definitions can be read by all."},
	"failure.question.title":   {"Filen kan inte göras", "The file cannot be made"},
	"failure.question.text":    {"Något i adressen är fel. Gå tillbaka till sidan, rätta uppgifterna och ladda ner igen.", "Something in the address is wrong. Go back to the page, correct it and download again."},
	"failure.form.title":       {"Formuläret kan inte läsas", "The form cannot be read"},
	"failure.form.text":        {"Gå tillbaka och försök igen.", "Go back and try again."},
	"failure.user.title":       {"Användaren finns inte", "There is no such user"},
	"failure.user.text":        {"Gå tillbaka och välj en av användarna.", "Go back and choose one of the users."},
	"failure.origin.title":     {"Begäran kom från en annan webbplats", "The request came from another site"},
	"failure.origin.text":      {"Inget är sparat. Öppna sidan igen här i Balans och gör om det.", "Nothing was stored. Open the page again here in Balans and do it over."},
	"failure.reading.title":    {"Kravet kan inte visas just nu", "The claim cannot be shown right now"},
	"failure.reading.text":     {"Visningen gick inte att anteckna i läsloggen, och utan anteckning visas inga uppgifter om en person. Försök igen om en stund.", "The view could not be noted in the reading log, and without a note no facts about a person are shown. Try again in a while."},
	"failure.fault.title":      {"Något gick fel", "Something went wrong"},
	"failure.fault.text":       {"Felet är antecknat. Försök igen. Om det händer igen, uppge numret nedan till förvaltningen.", "The fault has been noted. Try again. If it happens again, give the number below to the maintainers."},
	"failure.busy.title":       {"Det gick inte att svara i tid", "No answer in time"},
	"failure.busy.text":        {"Databasen svarar inte just nu. Försök igen om en stund.", "The database does not answer right now. Try again in a while."},
}
