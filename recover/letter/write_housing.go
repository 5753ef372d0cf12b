package letter

import (
	"strconv"

	"balans/law/money"
)

func writeHousing1(h *Housing, p *paper) {
	reference := h.Claim
	if reference == "" {
		reference = h.Case
	}
	what := "Beslut om slutligt bostadsbidrag"
	if h.Change != nil {
		what = "Nytt beslut om slutligt bostadsbidrag"
	}
	p.begin(reference, "%s för %d: %s", what, h.Year, h.comes())
	p.about(&h.Subject)
	h.decided(p)
	h.result(p)
	h.changed(p)
	h.incomes(p)
	h.monthly(p)
	h.rule(p)
	switch h.Outcome {
	case HousingClaim:
		h.payment(p)
		h.cannotPay(p)
	case HousingPayout:
		h.payout(p)
	}
	h.corrections(p)
	h.machine(p)
	p.review(h.ReviewMonths, h.DecidedOn)
	h.nextTime(p)
	h.provisions(p)
}

// comes is what the decision comes to, for the title.
func (h *Housing) comes() string {
	before, whole := h.before(), h.whole()
	switch {
	case h.Outcome == HousingClaim:
		return "du ska betala tillbaka " + kr(h.Amount+h.Charge)
	case h.Outcome == HousingPayout && before < 0 && whole < 0:
		return "kravet sänks till " + kr(-whole)
	case h.Outcome == HousingPayout && before < 0 && whole == 0:
		return "kravet faller bort"
	case h.Outcome == HousingPayout && before < 0:
		return "kravet faller bort och du får " + kr(whole+h.Charge)
	case h.Outcome == HousingPayout:
		return "du får " + kr(h.Amount+h.Charge)
	case h.Change != nil:
		return "inget ändras i vad du ska betala eller få"
	}
	return "inget att betala och inget att få"
}

// decided is the decision itself, first in the letter.
func (h *Housing) decided(p *paper) {
	final, size := kr(h.Final), kr(max(h.Difference, -h.Difference))
	p.say("Vi har beslutat att ditt slutliga bostadsbidrag för %d är %s. Du har fått %s i preliminärt bidrag.", h.Year, final, kr(h.Paid))
	switch {
	case h.Difference == 0:
		p.say("Du har fått det du hade rätt till.")
	case h.Difference < 0:
		p.say("Du har alltså fått %s mer än du hade rätt till.", size)
	default:
		p.say("Du har alltså fått %s mindre än du hade rätt till.", size)
	}
	switch {
	case h.Change != nil: // what follows is said of the change
	case h.Outcome == HousingClaim:
		p.say("Du ska betala tillbaka %s senast %s.", kr(h.Amount+h.Charge), day(h.DueOn))
	case h.Outcome == HousingPayout:
		p.say("Vi betalar ut %s till dig.", kr(h.Amount+h.Charge))
	case h.Difference == 0:
		p.say("Du ska inte betala tillbaka något, och du får inte mer. Du behöver inte göra något.")
	default:
		p.say("En skillnad som är mindre än %s krävs inte tillbaka och betalas inte ut. Du ska därför inte betala tillbaka något, och du får inte mer. Du behöver inte göra något.", kr(h.Limit))
	}
}

// result is the year's sums, from the final allowance to what is paid now.
func (h *Housing) result(p *paper) {
	rows := make([][]string, 0, 8)
	put := func(name, value string) { rows = append(rows, []string{name, value}) }
	put("Slutligt bostadsbidrag för "+strconv.Itoa(h.Year), kr(h.Final))
	put("Du har fått i preliminärt bidrag", kr(h.Paid))
	put("Skillnad", kr(h.Difference))
	if b := h.before(); b < 0 {
		put("Krav efter tidigare beslut", kr(-b))
	} else if b > 0 {
		put("Utbetalt efter tidigare beslut", kr(b))
	}
	switch h.Outcome {
	case HousingClaim:
		put("Att betala tillbaka, i hela kronor", kr(h.Amount))
		if h.Charge != 0 {
			put("Avgift", kr(h.Charge))
			put("Summa att betala", kr(h.Amount+h.Charge))
		}
	case HousingPayout:
		name := "Du får"
		if h.before() < 0 {
			name = "Till din fördel"
		}
		put(name+", i hela kronor", kr(h.Amount))
		if h.Charge != 0 {
			put("Tillägg", kr(h.Charge))
			put(name+", summa", kr(h.Amount+h.Charge))
		}
	}
	p.facts(rows...)
	if h.Change == nil && h.Outcome != HousingNone && h.Amount != max(h.Difference, -h.Difference) {
		p.say("Beloppet är avrundat till hela kronor, till din fördel.")
	}
	h.charged(p)
	if h.Supplement != 0 {
		p.say("Du har också fått %s i tillfälligt tilläggsbidrag under %d. Det påverkas inte av det här beslutet och är inte med i beloppen.", kr(h.Supplement), h.Year)
	}
}

// charged says what becomes of the charge or the supplement (SFB 98:7).
func (h *Housing) charged(p *paper) {
	switch claim := h.Outcome == HousingClaim; {
	case h.Outcome == HousingNone, h.before() < 0 && !claim && h.Charge == 0: // a claim is lowered, and nothing is added to that
	case h.ChargeUnknown && claim:
		p.words("Enligt lagen ska en avgift läggas till det som ska betalas tillbaka. Hur den räknas ut är inte bestämt. Därför lägger vi inte till någon avgift nu.")
	case h.ChargeUnknown:
		p.words("Enligt lagen ska ett tillägg läggas till det du får. Hur det räknas ut är inte bestämt. Därför lägger vi inte till något nu.")
	case claim && h.Charge == 0:
		p.words("Enligt lagen ska en avgift läggas till det som ska betalas tillbaka. Den blev 0 kronor.")
	case claim:
		p.say("Avgiften är %s. Den räknas ut med ledning av statslåneräntan i slutet av %d. Det är ingen ränta på avgiften.", kr(h.Charge), h.Year)
	case h.Charge == 0:
		p.words("Enligt lagen ska ett tillägg läggas till det du får. Det blev 0 kronor.")
	default:
		p.say("Tillägget är %s. Det räknas ut med ledning av statslåneräntan i slutet av %d.", kr(h.Charge), h.Year)
	}
}

// changed says what differs from the decision before (SFB 98:9).
func (h *Housing) changed(p *paper) {
	c := h.Change
	if c == nil {
		return
	}
	p.heading("Vad som är nytt")
	p.say("Vi har räknat om bidraget eftersom beslutet om skatt eller studiemedel har ändrats. Det här beslutet ändrar beslutet av den %s.", day(c.DecidedOn))
	switch d := h.Final - c.Final; {
	case d == 0:
		p.say("Det slutliga bostadsbidraget är %s, som förut.", kr(h.Final))
	case d < 0:
		p.say("Det slutliga bostadsbidraget var %s och är nu %s. Det är %s mindre.", kr(c.Final), kr(h.Final), kr(-d))
	default:
		p.say("Det slutliga bostadsbidraget var %s och är nu %s. Det är %s mer.", kr(c.Final), kr(h.Final), kr(d))
	}
	b := h.before()
	switch {
	case b < 0:
		p.say("Tidigare har vi beslutat att du ska betala tillbaka %s för %d.", kr(-b), h.Year)
	case b > 0:
		p.say("Tidigare har vi beslutat att betala ut %s till dig för %d.", kr(b), h.Year)
	default:
		p.say("Tidigare skulle du varken betala tillbaka något eller få mer för %d.", h.Year)
	}
	switch h.Outcome {
	case HousingClaim:
		h.raised(p, b)
	case HousingPayout:
		h.lowered(p, b)
	default:
		h.kept(p, b)
	}
}

// kept says that what the year had come to before stands.
func (h *Housing) kept(p *paper, before money.Amount) {
	if before == 0 || !h.comesTo(h.Difference, before, h.off()) {
		p.say("Det ändras inte, för en skillnad som är mindre än %s krävs inte tillbaka och betalas inte ut.", kr(h.Limit))
	} else {
		p.words("Det ändras inte.")
	}
	p.words("Du behöver inte göra något nytt.")
}

// raised says what a claim is beside what the year had come to before.
func (h *Housing) raised(p *paper, before money.Amount) {
	switch {
	case before < 0:
		p.say("Nu ska du betala tillbaka %s till, senast %s. Det tidigare kravet gäller som förut. Tillsammans blir kraven %s, utan avgifter.", kr(h.Amount), day(h.DueOn), kr(-h.whole()))
	case before > 0 && h.whole() > 0:
		p.say("Nu ska du betala tillbaka %s av det som vi betalade ut, senast %s. Av utbetalningen får du behålla %s.", kr(h.Amount), day(h.DueOn), kr(h.whole()))
	case before > 0:
		p.say("Nu ska du betala tillbaka %s, senast %s. I det ingår hela utbetalningen på %s.", kr(h.Amount), day(h.DueOn), kr(before))
	default:
		p.say("Nu ska du betala tillbaka %s, senast %s.", kr(h.Amount), day(h.DueOn))
	}
}

// lowered says what a pay-out is beside what the year had come to before.
func (h *Housing) lowered(p *paper, before money.Amount) {
	switch {
	case before < 0 && h.whole() < 0:
		p.say("Nu sänks kravet med %s, från %s till %s.", kr(h.Amount), kr(-before), kr(-h.whole()))
	case before < 0 && h.whole() == 0:
		p.say("Nu faller hela kravet på %s bort.", kr(-before))
	case before < 0:
		p.say("Nu faller hela kravet på %s bort. Dessutom får du %s.", kr(-before), kr(h.whole()))
	case before > 0:
		p.say("Nu får du %s till. Tillsammans blir det %s, utan tillägg.", kr(h.Amount), kr(h.whole()))
	default:
		p.say("Nu får du %s.", kr(h.Amount))
	}
}
