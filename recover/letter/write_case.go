package letter

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// causes are how a cause is said.
var causes = map[Cause]string{
	CauseWrongInformation: "Det blev fel för att uppgifter som lämnades till oss inte stämde.",
	CauseNotReported:      "Det blev fel för att vi inte fick veta att något hade ändrats.",
	CauseAgency:           "Det blev fel hos oss.",
	CauseOther:            "Det blev fel för att vi fick fel uppgifter av någon annan än dig.",
	CauseSettlement:       "Du fick pengarna som ett preliminärt belopp. Nu har vi räknat ut det slutliga beloppet.",
	CauseUnknown:          "Vi har inte kunnat ta reda på varför det blev fel.",
}

func writeHearing1(h *Hearing, p *paper) {
	p.begin(h.Case, "Du kan behöva betala tillbaka pengar")
	p.about(&h.Subject)
	if h.Again {
		p.say("Det här brevet ersätter ett tidigare brev från oss i samma ärende.")
		p.words(h.Changed)
	}
	p.say("Vi utreder om du har fått för mycket %s utbetalt. Vi har inte bestämt något än. Du kan läsa vad vi har kommit fram till hittills, och du kan svara innan vi fattar beslut.", named(h.Benefit))
	p.facts([]string{"För mycket utbetalt", kr(h.Overpaid)}, []string{"Det kan bli aktuellt att betala tillbaka", kr(h.Proposed)}, []string{"Svara senast", day(h.AnswerBy)})
	p.heading("Vad vi har kommit fram till")
	p.words(h.Reasons.Facts)
	p.lines(h.Lines, &h.Sums)
	p.heading("Om du ska betala tillbaka")
	if h.Reasons.Liability == "" {
		p.say("Vi har inte tagit ställning till om du är skyldig att betala tillbaka.")
	}
	p.words(h.Reasons.Liability)
	if h.Reasons.Waiver == "" {
		p.say("Om det finns särskilda skäl kan du slippa betala tillbaka allt eller en del. Berätta om något i din situation som vi bör känna till.")
	}
	p.words(h.Reasons.Waiver)
	if len(h.Material) > 0 {
		p.heading("Uppgifter i ärendet")
		var items []string
		for _, m := range h.Material {
			item := m.What
			if m.From != "" {
				item += ", från " + m.From
			}
			if given(m.On) {
				item += ", " + day(m.On)
			}
			items = append(items, item)
		}
		p.list("Vi har använt de här uppgifterna. Du har rätt att få se dem.", items...)
	}
	p.heading("Så svarar du")
	p.say("Hör av dig senast %s om något är fel eller om du vill lägga till något. Hur du når oss står längst ned i brevet. Skriv ärendets nummer, %s. Du behöver inte svara. Om vi inte hör av dig beslutar vi utifrån de uppgifter vi har.", day(h.AnswerBy), h.Case)
	p.say("Säg till om du behöver mer tid, eller om du vill ha hjälp att förstå brevet.")
	p.law("Bestämmelserna finns i", slices.Concat(h.Sections, []statute.Ref{"FL 25"})...)
	if !h.Withhold && h.By != "" {
		p.say("%s handlägger ärendet.", h.By)
	}
}

func writeDecision1(d *Decision, p *paper) {
	reference := d.Claim
	if reference == "" {
		reference = d.Case
	}
	what := "Beslut"
	if r := d.Reviewed; r != nil {
		switch {
		case r.Court != "":
			what = "Beslut efter dom"
		case r.OwnMotion:
			what = "Nytt beslut"
		default:
			what = "Beslut efter omprövning"
		}
	}
	if d.Outcome == RepayNone {
		p.begin(reference, "%s: du ska inte betala tillbaka något", what)
	} else {
		p.begin(reference, "%s: du ska betala tillbaka %s", what, kr(d.yours()))
	}
	p.about(&d.Subject)
	d.reviewed(p)
	d.decided(p)
	p.heading("Så har vi räknat")
	p.lines(d.Lines, &d.Sums)
	if d.Overpaid != 0 {
		d.amounts(p)
	}
	p.heading("Varför vi beslutar så här")
	if d.Overpaid != 0 {
		p.say("%s", causes[d.Cause])
	}
	p.words(d.Reasons.Facts)
	p.words(d.Reasons.Liability)
	p.words(d.Reasons.Waiver)
	d.heardText(p)
	p.heading("Bestämmelser")
	p.law("Beslutet bygger på", d.Sections...)
	if d.Outcome != RepayNone {
		d.payment(p)
	}
	if r := d.Reviewed; r != nil && r.Court == "" && !r.OwnMotion {
		d.appeal(p)
	} else {
		p.review(d.ReviewMonths, d.DecidedOn)
	}
	d.deciders(p)
}

// reviewed says what a reconsideration makes of the decision there was.
func (d *Decision) reviewed(p *paper) {
	r := d.Reviewed
	if r == nil {
		return
	}
	switch {
	case r.Court != "":
		d.judged(p)
		return
	case r.OwnMotion:
		p.say("Vi har själva tagit upp beslutet om kravet %s på nytt. Enligt det skulle du betala tillbaka %s.", d.Claim, kr(r.Was))
	default:
		p.say("Vi har omprövat beslutet om kravet %s. Enligt det skulle du betala tillbaka %s.", d.Claim, kr(r.Was))
	}
	switch {
	case d.Outcome == RepayNone:
		p.say("Beslutet upphävs, och kravet faller bort.")
	case d.Principal < r.Was:
		p.say("Beslutet ändras, och kravet sänks till %s.", kr(d.Principal))
	default:
		p.say("Beslutet ändras inte.")
	}
}

var courts = map[string]string{"forvaltningsratten": "Förvaltningsrätten", "kammarratten": "Kammarrätten", "hfd": "Högsta förvaltningsdomstolen"}

// judged says what a judgment makes of the decision there was.
func (d *Decision) judged(p *paper) {
	r := d.Reviewed
	p.say("%s har den %s prövat beslutet om kravet %s (mål %s). Enligt beslutet skulle du betala tillbaka %s.", courts[r.Court], day(r.JudgedOn), d.Claim, r.Judgment, kr(r.Was))
	switch {
	case d.Outcome == RepayNone:
		p.say("Efter domen faller kravet bort.")
	case d.Principal < r.Was:
		p.say("Efter domen sänks kravet till %s.", kr(d.Principal))
	default:
		p.say("Domen ändrar inte kravet.")
	}
	p.say("Hur domen kan överklagas står i den. Det här beslutet är vårt. Tycker du att vi har räknat fel efter domen kan du begära att vi omprövar det.")
}

// yours is what this recipient is to pay.
func (d *Decision) yours() (a money.Amount) {
	if d.Share != 0 {
		return d.Share
	}
	return d.Principal
}

// decided is the decision itself, first in the letter.
func (d *Decision) decided(p *paper) {
	name := named(d.Benefit)
	switch d.Outcome {
	case RepayNone:
		if d.Overpaid == 0 {
			p.say("Vi har utrett om du fick för mycket i %s för tiden %s. Du fick det du hade rätt till, och du ska inte betala tillbaka något.", name, span(d.From, d.To))
			return
		}
		p.say("Vi har beslutat att du inte ska betala tillbaka något av det du fick för mycket i %s för tiden %s.", name, span(d.From, d.To))
		return
	case RepayAll:
		p.say("Vi har beslutat att du ska betala tillbaka det du fick för mycket i %s för tiden %s.", name, span(d.From, d.To))
	case RepayPart:
		p.say("Vi har beslutat att du ska betala tillbaka en del av det du fick för mycket i %s för tiden %s.", name, span(d.From, d.To))
	}
	switch {
	case d.Debtors > 1 && d.Share != 0:
		p.say("Kravet är på %s och ni är %s som svarar för var sin del av det. Din del är %s.", kr(d.Principal), count(d.Debtors), kr(d.Share))
	case d.Debtors > 1:
		p.say("Ni är %s som svarar för kravet tillsammans. Var och en av er svarar för hela beloppet, men det ska bara betalas en gång.", count(d.Debtors))
	}
}

// amounts are the steps from what was overpaid to what is demanded.
func (d *Decision) amounts(p *paper) {
	rows := [][]string{{"För mycket utbetalt", kr(d.Overpaid)}}
	if d.NotRecovered != 0 {
		rows = append(rows, []string{"Krävs inte tillbaka", kr(-d.NotRecovered)})
	}
	if d.Waived != 0 {
		rows = append(rows, []string{"Eftergift: du slipper betala", kr(-d.Waived)})
	}
	if d.Charge != 0 {
		rows = append(rows, []string{"Avgift, som det inte är ränta på", kr(d.Charge)})
	}
	rows = append(rows, []string{"Att betala tillbaka", kr(d.Principal)})
	p.facts(rows...)
	if d.Tax != 0 {
		p.say("Beloppen är före skatt. Av %s drogs %s i skatt och %s betalades ut. Det är beloppet före skatt som ska betalas tillbaka.", kr(d.Overpaid), kr(d.Tax), kr(d.Net))
	}
}

func (d *Decision) heardText(p *paper) {
	if !given(d.HeardOn) {
		p.words(d.NotHeard)
		p.law("Att vi beslutar utan att först fråga dig bygger på", "FL 25")
		return
	}
	if given(d.AnsweredOn) {
		p.heading("Det du har svarat")
		p.say("Vi skrev till dig %s. Du svarade %s.", day(d.HeardOn), day(d.AnsweredOn))
		p.words(d.Answer)
		p.words(d.AnswerMet)
		return
	}
	p.say("Vi skrev till dig %s och du kunde svara till och med %s. Vi har inte fått något svar.", day(d.HeardOn), day(d.AnswerBy))
}

func (d *Decision) payment(p *paper) {
	p.heading("Så betalar du")
	if !given(d.DueOn) {
		p.facts([]string{"Kravet är nu", kr(d.yours())}, []string{"Till", d.Pay.Account}, []string{"OCR eller referens", d.Pay.Reference})
		p.say("Det du redan har betalat räknas av. När du ska betala ändras inte av det här beslutet: samma dag gäller som förut, eller den plan eller det anstånd som du har.")
		p.say("Skriv referensen när du betalar, annars kan vi inte se att pengarna kommer från dig.")
		return
	}
	p.pay(&d.Pay, d.yours(), d.DueOn)
	p.say("Skriv referensen när du betalar, annars kan vi inte se att pengarna kommer från dig.")
	if d.LateInterest {
		p.say("Om du betalar senare än %s får du betala ränta.", day(d.DueOn))
	}
	p.say("Kan du inte betala allt på en gång? Hör av dig till oss före %s, så kan vi komma överens om en avbetalningsplan.", day(d.DueOn))
	p.say("Om du inte betalar kan kravet lämnas till Kronofogden.")
}

// reviewLaw is where it stands how reconsideration is asked for.
var reviewLaw = citedOnce("SFB 113:7", "SFB 113:8", "SFB 113:10", "SFB 113:19", "SFB 112:5", "FL 33")

// review says how to ask for reconsideration: where, in which form, and when (FL 33).
func (p *paper) review(months int, decided calendar.Date) {
	p.heading("Om du tycker att beslutet är fel")
	p.say("Du kan begära att vi omprövar beslutet. Det kostar inget, och vi får inte ändra beslutet till din nackdel för att du ber om det.")
	within := count(months) + " månader"
	if months == 1 {
		within = "en månad"
	}
	p.list("Så här gör du:",
		"Skriv till oss. Adressen står längst ned i brevet.",
		fmt.Sprintf("Vi måste ha fått din begäran inom %s från den dag då du fick det här beslutet.", within),
		"Skriv vilket beslut det gäller: "+p.reference+", "+day(decided)+".",
		"Skriv hur du vill att beslutet ska ändras och varför.",
		"Skriv ditt namn och ditt personnummer och hur vi når dig.")
	p.say("Även om du begär omprövning gäller beslutet till dess att det ändras, om inte vi eller en domstol bestämmer något annat. Du kan överklaga först när vi har omprövat beslutet.")
	p.list("Det här står i", reviewLaw...)
}

// appeal says how the outcome of a reconsideration is appealed (FL 33, SFB 113:10).
func (d *Decision) appeal(p *paper) {
	p.heading("Om du tycker att beslutet är fel")
	p.say("Vi har omprövat beslutet. Nu kan du överklaga det till förvaltningsrätten.")
	within := count(d.Reviewed.AppealMonths) + " månader"
	if d.Reviewed.AppealMonths == 1 {
		within = "en månad"
	}
	p.list("Så här gör du:",
		"Skriv till förvaltningsrätten, men skicka överklagandet till oss. Adressen står längst ned i brevet.",
		fmt.Sprintf("Vi måste ha fått överklagandet inom %s från den dag då du fick det här beslutet.", within),
		"Skriv vilket beslut det gäller: "+p.reference+", "+day(d.DecidedOn)+".",
		"Skriv hur du vill att beslutet ska ändras och varför.",
		"Skriv ditt namn och ditt personnummer och hur domstolen når dig.")
	p.say("Även om du överklagar gäller beslutet till dess att det ändras, om inte vi eller en domstol bestämmer något annat.")
	p.law("Det här står i", "SFB 113:10", "SFB 113:20", "SFB 112:5", "FL 33")
}

// deciders are those who decided (FL 31), without names where names are left out (FL 33 st.4).
func (d *Decision) deciders(p *paper) {
	p.heading("Vem som har beslutat")
	switch {
	case d.Automatic:
		p.say("Beslutet fattades automatiskt %s. Ingen person har deltagit.", day(d.DecidedOn))
		p.law("Det bygger på", "FL 28")
	case d.Withhold:
		p.say("Beslutet fattades %s av en beslutsfattare hos %s. Namnet på den som har beslutat och på andra som har deltagit står i ärendet, men lämnas inte ut i brevet.", day(d.DecidedOn), p.sender.Name)
		p.law("Det bygger på", "FL 33 st.4")
	default:
		p.say("Beslutet fattades %s av %s.", day(d.DecidedOn), d.By)
		if d.Presenter != "" {
			p.say("%s var föredragande.", d.Presenter)
		}
		p.list("I den slutliga handläggningen deltog också", d.TookPart...)
	}
}
