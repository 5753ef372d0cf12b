package sgi

// readPhrases is what is said of the writing of texts: Swedish, English. %s is filled in
// order.
var readPhrases = map[string][2]string{
	// What is wrong with a text. It follows a colon.
	"read.at":          {"rad %s: %s", "line %s: %s"},
	"read.bytes":       {"texten är större än %s byte", "the text is larger than %s bytes"},
	"read.lines":       {"högst %s rader läses", "at most %s lines are read"},
	"read.colon":       {"en rad är ett ord, ett kolon och vad det säger, till exempel: sista arbetsdag: 2026-01-31", "a line is a word, a colon and what it says, such as: last work: 2026-01-31"},
	"read.word":        {"%s är inget ord här; orden är %s", "%s is not a word here; the words are %s"},
	"read.empty":       {"efter %s: väntas %s", "after %s: is expected %s"},
	"read.again":       {"%s: står redan på rad %s", "%s: stands on line %s already"},
	"read.sort":        {"%s: hör till en annan sorts text: en text är antingen en historia (med sista arbetsdag:) eller uppgifter för att fastställa SGI (med gäller från:)", "%s: belongs to another sort of text: one is either a history (with last work:) or the facts of a determination (with income on:)"},
	"read.nothing":     {"texten säger ingenting; en historia har minst sgi:, sista arbetsdag: och bedöms per:, uppgifter för att fastställa SGI har gäller från: och inkomst:", "the text says nothing; a history has at least sgi:, last work: and on:, a determination income on: and pay:"},
	"read.facts":       {"uppgifter för att fastställa SGI har gäller från: och minst en inkomst:", "a determination has income on: and at least one pay:"},
	"read.needs":       {"en historia har %s: %s", "a history has %s: %s"},
	"read.answer":      {"%s är inget svar; svaren är %s", "%s is no answer; the answers are %s"},
	"read.want":        {"efter då %s: väntas vad svaret ska vara, eller inget", "after then %s: is expected what it is to be, or none"},
	"read.date":        {"%s är inget datum skrivet ÅÅÅÅ-MM-DD", "%s is not a date written YYYY-MM-DD"},
	"read.range":       {"datumet %s är inte mellan %s och %s", "the date %s is not between %s and %s"},
	"read.month":       {"%s är ingen månad skriven ÅÅÅÅ-MM", "%s is not a month written YYYY-MM"},
	"read.amount":      {"%s är inget belopp i kronor, till exempel 360 000", "%s is not an amount in kronor, such as 360 000"},
	"read.much":        {"ett belopp är från 0 till %s kronor, inte %s", "an amount is from 0 to %s kronor, not %s"},
	"read.yes":         {"%s är inte ja eller nej; utelämna det när det inte är känt", "%s is not yes or no; leave it out when it is not known"},
	"read.share":       {"%s är ingen hel andel från 1 till 100 %", "%s is not a whole share from 1 to 100 %"},
	"read.percent":     {"%s är inte procent, till exempel 80 % eller 2,5 %", "%s is not per cent, such as 80 % or 2,5 %"},
	"read.count":       {"%s är inget heltal från 1 till %s", "%s is not a whole number from 1 to %s"},
	"read.period":      {"%s ska vara: från 2026-02-01 till 2026-06-30, eller från 2026-02-01 tills vidare, och sedan ett komma", "%s is to be: from 2026-02-01 to 2026-06-30, or from 2026-02-01 until further notice, and then a comma"},
	"read.backwards":   {"sista dagen, %s, är före den första, %s", "the last day, %s, is before the first, %s"},
	"read.clause":      {"%s går inte att förstå här; det som kan följa är %s", "%s is not understood here; what can follow is %s"},
	"read.twice":       {"%s står två gånger", "%s stands twice"},
	"read.choice":      {"%s är inget av %s", "%s is none of %s"},
	"read.age":         {"en riktålder är från 50 till 90 år", "a reference age is from 50 to 90 years"},
	"read.same":        {"samma står för sig självt", "same stands by itself"},
	"read.samepay":     {"arbete som är samma har sin lön från SGI; utelämna årsinkomst, eller utelämna samma", "work that is the same has its pay from the SGI; leave out income, or leave out same"},
	"read.child":       {"ett barn har en dag: beräknad, född eller i-vård", "a child has a day: expected, born or placed"},
	"read.index":       {"ett index är en dag och förändringen, till exempel 2027-02-01, förändring 2,0 %", "an index is a day and the change, such as 2027-02-01, rise 2,0 %"},
	"read.indexagain":  {"index för %s står redan", "the index of %s stands already"},
	"read.pension":     {"en pension är livsvarig: utelämna till", "a pension is for life: leave out to"},
	"read.zero":        {"en andel är över noll", "a share is above zero"},
	"read.hours":       {"timmar i veckan är över 0 och högst 168", "hours a week are above 0 and at most 168"},
	"read.pay":         {"%s ska vara ett slag och ett belopp om året, till exempel anställning 360 050; slagen är %s", "%s is to be a kind and an amount a year, such as employment 360 050; the kinds are %s"},
	"read.holiday":     {"semesterlön och vad samma tid hade gett som arbete (lön-för-samma-tid) anges tillsammans", "holiday pay and what the same time would have paid as work (holiday-at-work) are stated together"},
	"read.holidaymuch": {"semesterlön är en del av lönen, som är %s kronor", "holiday pay is a part of the pay, which is %s kronor"},
	"read.differs":     {"rad %s: %s: väntat %s; svaret är %s", "line %s: %s: expected %s; found %s"},

	// Why a history cannot be assessed.
	"history.days":   {"sista arbetsdagen och dagen som frågan gäller ska anges", "the last day of work and the day that is asked about are to be stated"},
	"history.before": {"dagen som frågan gäller, %s, ska komma efter sista arbetsdagen, %s", "the day asked about, %s, is to come after the last day of work, %s"},
	"history.far":    {"dagen som frågan gäller är mer än %s år efter sista arbetsdagen", "the day asked about is more than %s years after the last day of work"},
	"history.extent": {"arbetets omfattning är 1 till 100 procent, inte %s", "the extent of the work is 1 to 100 per cent, not %s"},
	"history.sgi":    {"en SGI över noll ska anges", "an SGI above zero is to be stated"},
	"history.born":   {"personen är född efter sista arbetsdagen", "the person is born after the last day of work"},
	"history.ground": {"%s är ingen grund som kan anges", "%s is no ground that evidence is given for"},
	"history.span":   {"%s: tiden har ingen dag, eller omfattningen är inte 1 till 100 procent", "%s: the time has no day, or the extent is not 1 to 100 per cent"},
	"history.work":   {"arbete från %s ska börja efter sista dagen i det första arbetet, ha en dag, och en omfattning på 1 till 100 procent", "work from %s is to begin after the last day of the first work, have a day, and an extent of 1 to 100 per cent"},
	"history.child":  {"ett barn har ingen dag: ange när det är beräknat, föddes eller togs i vård", "a child has no day: state when it is expected, was born or was taken into care"},

	// How a text is written.
	"teach.intro": {"En text är rader med ett ord, ett kolon och vad det säger. Delarna av en rad skiljs åt av komma och blanksteg.\n" +
		"# inleder en kommentar. Datum skrivs 2026-01-31, belopp i kronor om året, till exempel 360 000. Ett villkor som utelämnas är inte känt\n" +
		"och efterfrågas; nej är en uppgift i sig. Rader som börjar med då anger svar, som jämförs. Engelska ord går lika bra, rad för rad.",
		"A text is lines of a word, a colon, and what it says. Parts of a line stand between commas, each followed by a space.\n" +
			"# begins a comment. Dates are 2026-01-31, amounts kronor a year such as 360 000. A condition that is left out is not known,\n" +
			"and asked for; no is a fact of its own. Lines that begin with then state answers, which are compared. Swedish words do as\n" +
			"well, line by line."},
	"teach.every":        {"Alla texter", "Every text"},
	"teach.history":      {"En historia, för skyddet (balans sgi timeline)", "A history, for the protection (balans sgi timeline)"},
	"teach.evidence":     {"Grunder i en historia: från DATUM till DATUM, eller från DATUM tills vidare; stryk det som inte är känt, och lägg till var det är visat, såsom intyg \"CSN\"", "Evidence in a history: from DATE to DATE, or from DATE until further notice; leave out what is not known, and add where it is shown, such as document \"CSN\""},
	"teach.derived":      {"Vad som följer utan att anges", "What follows without evidence"},
	"teach.facts":        {"Uppgifter för att fastställa en SGI (balans sgi income)", "The facts of a determination (balans sgi income)"},
	"teach.answers":      {"Svar", "Answers"},
	"teach.sample":       {"En historia att börja med", "A history to begin with"},
	"teach.incomesample": {"Uppgifter att börja med", "A determination to begin with"},

	"words.intro":    {"Orden på båda språken. Varje rad i en text får vara på svenska eller engelska.", "The words in both languages. Each line of a text may be in English or Swedish."},
	"words.line":     {"Före kolon", "Before the colon"},
	"words.answer":   {"Svar", "Answers"},
	"words.evidence": {"Om en grund", "About a ground"},
	"words.fact":     {"I andra rader", "In other lines"},
	"words.value":    {"Vad som sägs", "What is said"},
}
