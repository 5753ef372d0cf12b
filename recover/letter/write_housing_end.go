package letter

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/money"
	"balans/law/statute"
)

// rule says how the income reduces the allowance, with the numbers of this year.
func (h *Housing) rule(p *paper) {
	p.heading("Så minskar inkomsten bidraget")
	p.words("Bidraget minskar när inkomsten är över en gräns. Inkomsten för hela året räknas, lika mycket för varje månad, även om du bara fick bidrag en del av året.")
	for i := range h.Months {
		m := &h.Months[i]
		if i > 0 && m.sameRule(&h.Months[i-1]) {
			continue
		}
		last := i // of those that follow with the same limit
		for last+1 < len(h.Months) && m.sameRule(&h.Months[last+1]) {
			last++
		}
		intro := h.ruleOf(m)
		if i > 0 || last < len(h.Months)-1 {
			intro = "För " + monthSpan(m.From, h.Months[last].To) + " gäller: " + intro
		}
		p.list(intro, h.worked(m)...)
	}
}

// sameRule says whether the income reduces the allowance of other months in the same way.
func (m *HousingMonths) sameRule(o *HousingMonths) bool {
	return m.Spouses == o.Spouses && m.IncomeLimit == o.IncomeLimit && m.Young == o.Young
}

// ruleOf is the rule for months, in a sentence.
func (h *Housing) ruleOf(m *HousingMonths) string {
	limit := kr(m.IncomeLimit)
	switch young := h.young(m); {
	case young && m.Spouses:
		return "Bidraget för ett år minskar med " + fraction(h.DividedBy) + " av den del av din och din partners inkomst som tillsammans är över " + limit + "."
	case young:
		return "Bidraget för ett år minskar med " + fraction(h.DividedBy) + " av den del av din inkomst som är över " + limit + "."
	case m.Spouses:
		return "Bidraget för ett år minskar med " + percent(h.SharePpm) + " av den del av inkomsten som är över " + limit + ". Gränsen är den för var och en av er."
	}
	return "Bidraget för ett år minskar med " + percent(h.SharePpm) + " av den del av din inkomst som är över " + limit + "."
}

// worked is the rule worked out for months, an item for each income that is held against the
// limit, and what it comes to a month.
func (h *Housing) worked(m *HousingMonths) []string {
	over := h.above(m)
	items := make([]string, 0, 3)
	var year money.Amount
	put := func(name string, income, over money.Amount) {
		less, _ := h.reduced(m, over, 1) // the facts were held against it
		if year += less; over == 0 {
			items = append(items, name+": "+kr(income)+" är inte över gränsen.")
			return
		}
		items = append(items, name+": "+kr(income)+" − "+kr(m.IncomeLimit)+" = "+kr(over)+". Minskningen av det är "+kr(less)+" om året.")
	}
	self, spouse := h.income(HousingSelf), h.income(HousingSpouse)
	switch {
	case h.young(m) && m.Spouses:
		put("Ni tillsammans", self+spouse, over[0])
	case m.Spouses:
		put("Du", self, over[0])
		put("Din partner", spouse, over[1])
	default:
		put("Du", self, over[0])
	}
	if year > 0 {
		items = append(items, "Fördelat på årets tolv månader blir minskningen "+kr(m.Reduction)+" i månaden.")
	}
	return items
}

var fractions = [...]string{2: "hälften", 3: "en tredjedel", 4: "en fjärdedel", 5: "en femtedel", 6: "en sjättedel"}

// fraction is one of n parts, as it stands in a sentence.
func fraction(n int) string {
	if n > 1 && n < len(fractions) {
		return fractions[n]
	}
	return "1/" + strconv.Itoa(n)
}

func (h *Housing) payment(p *paper) {
	p.heading("Så betalar du")
	p.pay(&h.Pay, h.Amount+h.Charge, h.DueOn)
	p.words("Skriv referensen när du betalar, annars kan vi inte se att pengarna kommer från dig.")
	if h.LateInterest && h.Charge != 0 {
		p.say("Om du betalar senare än %s får du betala dröjsmålsränta. Det är ingen ränta på avgiften.", day(h.DueOn))
	} else if h.LateInterest {
		p.say("Om du betalar senare än %s får du betala dröjsmålsränta.", day(h.DueOn))
	}
	p.words("Om du inte betalar kan kravet lämnas till Kronofogden.")
}

// cannotPay says what can be asked for: time, and waiver (SFB 108:11–14).
func (h *Housing) cannotPay(p *paper) {
	p.heading("Om du inte kan betala")
	p.say("Hör av dig till oss före %s. Då kan vi komma överens om att du betalar lite i taget (avbetalningsplan) eller senare (anstånd). Då tillkommer ränta, men den är lägre än dröjsmålsräntan.", day(h.DueOn))
	p.words("Om det finns särskilda skäl kan du slippa betala allt eller en del. Det kallas eftergift. Vi ser särskilt till om du har möjlighet att betala.")
	p.words("Du kan inte få eftergift om du har lämnat fel uppgifter med avsikt eller av slarv. Du kan inte heller få det om du inte har anmält en ändring som du skulle ha anmält. Men det gäller inte om du rimligen inte kunde förstå att du skulle anmäla den.")
	p.list("Så ber du om eftergift:",
		"Skriv till oss. Adressen står längst ned i brevet.",
		"Skriv vilket beslut det gäller: "+p.reference+", "+day(h.DecidedOn)+".",
		"Berätta varför du inte kan betala, och om något särskilt har hänt.",
		"Skriv vad du har för inkomster, utgifter, tillgångar och skulder.",
		"Skriv ditt namn och ditt personnummer och hur vi når dig.")
}

func (h *Housing) payout(p *paper) {
	p.heading("Så får du pengarna")
	if h.before() < 0 {
		p.words("Har du redan betalat det tidigare kravet får du tillbaka det som du har betalat för mycket. Har du inte betalat det, blir det du är skyldig oss mindre.")
	}
	switch {
	case given(h.PaidOn) && h.before() < 0:
		p.say("Det som ska betalas ut till dig kommer till ditt konto den %s.", day(h.PaidOn))
	case given(h.PaidOn):
		p.say("Det du ska få betalar vi till ditt konto den %s. Du behöver inte göra något.", day(h.PaidOn))
	case h.before() >= 0 || h.whole() > 0:
		p.words("Vi vet inte vilket konto du vill ha pengarna till. Hör av dig till oss. Skriv aldrig kontonummer i ett vanligt mejl.")
	}
}

// corrections says where an error in the income is told.
func (h *Housing) corrections(p *paper) {
	p.heading("Om inkomsten är fel")
	p.words("Inkomsten kommer från beslutet om slutlig skatt, som Skatteverket har skickat. Uppgifter om studiemedel kommer från CSN. Vi kan inte ändra i de besluten.")
	p.list("Är något fel där hör du av dig till den som har beslutat:",
		"Skatteverket, om skatten och inkomsten.",
		"CSN, om studiemedlen.")
	p.say("Om ett sådant beslut ändras kan vi räkna om bidraget för %d. Du kan be om det till och med %s.", h.Year, day(h.Until))
	p.words("Har vi räknat fel på något annat, till exempel bostaden eller barnen? Begär omprövning.")
}

// machine says how the decision was made (FL 28), and why nobody was asked first (FL 25).
func (h *Housing) machine(p *paper) {
	p.heading("Hur beslutet fattades")
	p.say("Beslutet fattades automatiskt den %s. Ingen person har deltagit.", day(h.DecidedOn))
	if len(h.Incomes) > 1 {
		p.words("Vi har inte frågat dig innan vi beslutade. Inkomsterna står i besluten om slutlig skatt, som du och din partner har fått, och resten bygger på de uppgifter som bidraget betalades ut efter. Därför behövde du inte svara först.")
		return
	}
	p.words("Vi har inte frågat dig innan vi beslutade. Inkomsten står i beslutet om slutlig skatt, som du har fått, och resten bygger på de uppgifter som bidraget betalades ut efter. Därför behövde du inte svara först.")
}

// nextTime says what a person can do for it not to happen again.
func (h *Housing) nextTime(p *paper) {
	p.heading("Så blir det rätt nästa gång")
	p.list(fmt.Sprintf("Har du bostadsbidrag nu? Anmäl det som ändras så snart du vet det, senast efter %s dagar. Det gäller till exempel när", count(h.ReportDays)),
		"inkomsten blir högre eller lägre än du har uppgett för året",
		"bostadskostnaden ändras, eller du flyttar",
		"ett barn flyttar in eller ut, eller bor hos dig mer eller mindre än förut",
		"du blir sambo, gifter dig eller separerar.")
	p.words("Räkna med hela årets inkomst före skatt när du uppger inkomsten, också för de månader då du inte har bidrag.")
}

// cited is a provision and what it says, ready to be printed.
type cited struct {
	families, young, claim, payout, changed bool // the letters it stands in; none of them: all
	text                                    string
}

// housingLaw is the provisions that the decision rests on, in the order they are shown.
var housingLaw = citations()

func citations() (all []cited) {
	cite := func(in cited, says string, refs ...statute.Ref) {
		in.text = sections(refs...) + ": " + says
		all = append(all, in)
	}
	everyone, family, young, claim := cited{}, cited{families: true}, cited{young: true}, cited{claim: true}
	cite(everyone, "vilken inkomst som räknas", "SFB 97:2")
	cite(everyone, "inkomsten räknas för hela året, lika mycket varje månad", "SFB 97:3")
	cite(family, "hur mycket inkomsten minskar bidraget", "SFB 97:15")
	cite(family, "det minsta bidrag som betalas", "SFB 97:16")
	cite(family, "bidrag till kostnader för bostad", "SFB 97:18", "SFB 97:20", "SFB 97:21")
	cite(family, "bidrag för barn och umgängesbidrag", "SFB 97:22", "SFB 97:22a", "SFB 97:23")
	cite(young, "hur mycket inkomsten minskar bidraget", "SFB 97:24")
	cite(young, "det minsta bidrag som betalas", "SFB 97:25")
	cite(young, "bidrag till kostnader för bostad", "SFB 97:26", "SFB 97:27", "SFB 97:28")
	cite(everyone, "slutligt bostadsbidrag bestäms när skatten är beslutad", "SFB 98:5")
	cite(everyone, "skillnaden betalas tillbaka eller betalas ut, om den inte är för liten", "SFB 98:6")
	cite(claim, "avgift på det som ska betalas tillbaka", "SFB 98:7")
	cite(cited{payout: true}, "tillägg till det som betalas ut", "SFB 98:7")
	cite(cited{changed: true}, "nytt slutligt bidrag när skatten ändras", "SFB 98:9")
	cite(claim, "det som har betalats ut för mycket ska betalas tillbaka, vems felet än är", "SFB 108:9")
	cite(claim, "eftergift om det finns särskilda skäl", "SFB 108:11", "SFB 108:12", "SFB 108:13", "SFB 108:14")
	cite(claim, "ränta vid avbetalningsplan och anstånd", "SFB 108:15", "SFB 108:16")
	cite(claim, "dröjsmålsränta, dock inte på avgiften", "SFB 108:19", "SFB 108:20")
	cite(everyone, "ändringar ska anmälas", "SFB 110:46", "SFB 110:47")
	cite(everyone, "när den som berörs inte behöver höras först", "FL 25")
	cite(everyone, "beslut kan fattas automatiskt", "FL 28")
	return all
}

// sections cites provisions of one chapter: "97 kap. 22, 22 a och 23 §§ socialförsäkringsbalken".
// They are written in the code; one that cannot be read shows when the program starts.
func sections(refs ...statute.Ref) string {
	if len(refs) == 1 {
		return refs[0].Citation()
	}
	text := ""
	for i, r := range refs {
		place, err := r.Place()
		if err != nil {
			panic(err)
		}
		number, letter := strings.TrimRight(place.Section, "abcdefghijklmnopqrstuvwxyz"), ""
		if number != place.Section {
			letter = " " + place.Section[len(number):]
		}
		switch {
		case i == 0:
			text = place.Chapter + " kap. "
		case i == len(refs)-1:
			text += " och "
		default:
			text += ", "
		}
		if text += number + letter; i == len(refs)-1 {
			text += " §§ " + place.Act.Citation
		}
	}
	return text
}

func (h *Housing) provisions(p *paper) {
	p.heading("Bestämmelser")
	family, young := h.forms()
	items := make([]string, 0, len(housingLaw))
	for i := range housingLaw {
		c := &housingLaw[i]
		all := !(c.families || c.young || c.claim || c.payout || c.changed)
		if all || c.families && family || c.young && young || c.claim && h.Outcome == HousingClaim || c.payout && h.Outcome == HousingPayout || c.changed && h.Change != nil {
			items = append(items, c.text)
		}
	}
	p.list("Beslutet bygger på", items...)
}
