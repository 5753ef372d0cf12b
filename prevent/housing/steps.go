package housing

import (
	"strconv"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Step is one thing that was done, with the paragraph it was done by.
type Step struct {
	Key    string            `json:"key"` // what was done; the same word in every version
	Law    statute.Ref       `json:"law"`
	How    string            `json:"mark"` // V as the statute has it, I where it is open and a reading was chosen, R remembered
	Inputs map[string]string `json:"inputs,omitempty"`
	Result string            `json:"result"` // öre, a fraction where it is no whole number
	Says   Text              `json:"says"`
}

func step(key string, law statute.Ref, result string, says Text, inputs ...string) Step {
	s := Step{Key: key, Law: law, How: statute.Verified.String(), Result: result, Says: says}
	for i := 0; i+1 < len(inputs); i += 2 {
		if s.Inputs == nil {
			s.Inputs = map[string]string{}
		}
		s.Inputs[inputs[i]] = inputs[i+1]
	}
	return s
}

func (s Step) as(mark statute.Confidence) Step {
	s.How = mark.String()
	return s
}

func ore(a money.Amount) string { return strconv.FormatInt(int64(a), 10) }

func count(n uint8) string { return strconv.Itoa(int(n)) }

// Steps is how the month was computed, in order. It says everything that is in the Month.
func (m *Month) Steps() []Step {
	all := m.dwellingSteps()
	if m.Form == Family {
		all = append(all, m.childSteps()...)
	}
	all = append(all, m.reductionSteps()...)
	return append(all, m.resultStep())
}

func (m *Month) dwellingSteps() (all []Step) {
	areaLaw, capLaw := statute.Ref("SFB 97:20"), statute.Ref("SFB 97:18")
	if m.Form == Young {
		areaLaw, capLaw = "SFB 97:28", "SFB 97:26"
	}
	all = append(all, step("cost", "SFB 97:14", ore(m.Cost), say("Bostadskostnaden som räknas är %s i månaden", "The cost of the dwelling that is considered is %s a month", kr(m.Cost))))
	if m.AreaLimit > 0 {
		all = append(all, step("area", areaLaw, ore(m.Considered), say("Bostaden är %d m² och högst %d m² räknas, så kostnaden sänks i proportion till %s", "The dwelling has %d m² and at most %d m² count, so that the cost is lowered in proportion to %s", m.Area, m.AreaLimit, kr(m.cutCost())),
			"area", strconv.Itoa(int(m.Area)), "limit", strconv.Itoa(int(m.AreaLimit))).as(statute.Remembered))
	}
	if m.AreaRaised {
		all = append(all, step("area_floor", "SFB 97:21", ore(m.Considered), say("Men en kostnad på %s räknas alltid, hur stor bostaden än är", "But a cost of %s always counts, however large the dwelling is", kr(m.Considered))))
	}
	if m.AcceptedCost == m.Cap && m.AcceptedCost > 0 {
		all = append(all, m.acceptedStep())
	}
	if m.Form == Young {
		s := m.Scale
		return append(all, step("housing", capLaw, m.Housing.String(), say("Bidrag till bostadskostnaden: %s av det mellan %s och %s, och %s av det därutöver till %s: %s", "For the cost of the dwelling: %s of what is between %s and %s, and %s of what is above it to %s: %s",
			percent(s.youngLow), kr(s.youngFloor), kr(s.youngKnee), percent(s.youngHigh), kr(m.Cap), m.Housing.Kronor()), "cost", ore(m.Considered), "cap", ore(m.Cap)))
	}
	if m.Cap == 0 {
		return append(all, step("housing", capLaw, "0", say("Inget barn räknas, så bostadskostnaden ger inget bidrag", "No child counts, so that nothing is given for the cost of the dwelling")))
	}
	return append(all, step("housing", capLaw, m.Housing.String(), say("Bidrag till bostadskostnaden: %s av det mellan %s och %s (taket för antalet barn): %s", "For the cost of the dwelling: %s of what is between %s and %s (the limit for so many children): %s",
		percent(m.Scale.share), kr(m.Scale.floor), kr(m.Cap), m.Housing.Kronor()), "cost", ore(m.Considered), "cap", ore(m.Cap)))
}

// acceptedStep is a cost beyond the limit of everybody.
func (m *Month) acceptedStep() Step {
	if m.Form == Young {
		return step("accepted", "SFB 97:27", ore(m.Cap), say("En högre kostnad, %s, har godtagits eftersom den som söker eller dennes make eller sambo har en funktionsnedsättning", "A higher cost, %s, was accepted because the applicant or the spouse is disabled", kr(m.Cap)))
	}
	return step("accepted", "SFB 97:18", ore(m.Cap), say("En högre kostnad, %s, har godtagits eftersom någon i familjen har en funktionsnedsättning", "A higher cost, %s, was accepted because somebody in the family is disabled", kr(m.Cap)))
}

// cutCost is the cost after the area rule and before what always counts.
func (m *Month) cutCost() money.Amount { return rounded(m.Cost, int64(m.AreaLimit), int64(m.Area)) }

func (m *Month) childSteps() (all []Step) {
	n := m.Children
	if m.AccessRefused {
		all = append(all, step("access_refused", "SFB 96:6", "0", say("Bostaden ger inget umgängesbidrag: den ska ha minst %d m² och %d rum utöver köket", "The dwelling gives no access grant: it is to have at least %d m² and %d rooms besides the kitchen", m.Scale.accessArea, m.Scale.accessRooms)))
	}
	if int(n[0])+int(n[1])+int(n[2]) < int(m.Home)+int(m.Alternating)+int(m.Household.Access) && !m.AccessRefused {
		all = append(all, step("most", "SFB 97:17", count(m.Scale.most), say("Bidrag ges för högst %d barn", "Allowance is given for at most %d children", m.Scale.most)).as(statute.Inferred))
	}
	if n[0]+n[1] > 0 {
		law := statute.Ref("SFB 97:22")
		if n[1] > 0 {
			law = "SFB 97:22a"
		}
		all = append(all, step("special", law, ore(m.Special), say("Särskilt bidrag för %s barn: %s", "Special grant for %s: %s", childrenOf(n[0], n[1]), kr(m.Special)), "home", count(n[0]), "alternating", count(n[1])))
	}
	if n[2] > 0 {
		s := step("access", "SFB 97:23", ore(m.Access), say("Umgängesbidrag för %[1]d barn: %[2]s", "Access grant for %[3]s: %[2]s", n[2], kr(m.Access), inEnglish(n[2])), "access", count(n[2]))
		if m.Rooms == RoomsUnstated {
			s = s.as(statute.Inferred)
			s.Says = say("%s. Antalet rum är inte angivet; beslutet tas för gott", "%s. The number of rooms is not stated; the decision is believed", s.Says)
		}
		all = append(all, s)
	}
	return all
}

// childrenOf is how many children of which sort, in words; in Swedish before "barn".
func childrenOf(home, turns uint8) Text {
	switch {
	case turns == 0:
		return say("%[1]d hemmavarande", "%[2]s at home", home, inEnglish(home))
	case home == 0:
		return say("%[1]d växelvis boende", "%[2]s alternating", turns, inEnglish(turns))
	}
	return say("%[1]d hemmavarande och %[2]d växelvis boende", "%[3]s at home and %[2]d alternating", home, turns, inEnglish(home))
}

func inEnglish(n uint8) string {
	if n == 1 {
		return "1 child"
	}
	return strconv.Itoa(int(n)) + " children"
}

func (m *Month) reductionSteps() (all []Step) {
	if m.Form == Young {
		income := m.Base[0]
		whose := say("Inkomsten", "The income")
		if m.Spouses {
			income, whose = income+m.Base[1], say("Makarnas inkomster tillsammans", "The spouses' incomes together")
		}
		return append(all, m.reduction("reduction", "SFB 97:24", whose, income, say("en tredjedel", "a third"), m.Reduction[0]))
	}
	part := say("%s", "%s", percent(m.Scale.reduction))
	if !m.Spouses {
		return append(all, m.reduction("reduction", "SFB 97:15", say("Inkomsten", "The income"), m.Base[0], part, m.Reduction[0]))
	}
	return append(all, m.reduction("reduction", "SFB 97:15", say("Sökandens inkomst", "The applicant's income"), m.Base[0], part, m.Reduction[0]),
		m.reduction("reduction_spouse", "SFB 97:15", say("Makens eller sambons inkomst", "The spouse's income"), m.Base[1], part, m.Reduction[1]))
}

func (m *Month) reduction(key string, law statute.Ref, whose Text, income money.Amount, part Text, r Exact) Step {
	if r == 0 {
		return step(key, law, "0", say("%s, %s om året, är högst %s och minskar inte bidraget", "%s, %s a year, is at most %s and does not reduce the allowance", whose, kr(income), kr(m.IncomeLimit)), "income", ore(income), "limit", ore(m.IncomeLimit))
	}
	return step(key, law, r.String(), say("%s är %s om året, %s mer än %s; %s av det minskar årets bidrag, alltså %s i månaden", "%s is %s a year, %s more than %s; %s of that reduces the year's allowance, which is %s a month",
		whose, kr(income), kr(income-m.IncomeLimit), kr(m.IncomeLimit), part, r.Kronor()), "income", ore(income), "limit", ore(m.IncomeLimit))
}

func (m *Month) resultStep() Step {
	law := statute.Ref("SFB 97:16")
	if m.Form == Young {
		law = "SFB 97:25"
	}
	switch m.Why {
	case ReducedAway:
		if m.Housing == 0 && m.Special == 0 && m.Access == 0 {
			return step("amount", law, "0", say("Inget av bidragen ges, så det blir inget bostadsbidrag", "None of the grants is given, so that there is no allowance"))
		}
		return step("amount", law, "0", say("Minskningen är minst lika stor som bidraget, så det blir inget bostadsbidrag", "The reduction is at least as large as the grants, so that there is no allowance"))
	case BelowMinimum:
		return step("amount", law, "0", say("Kvar blir %s i månaden, som är mindre än %s om året; då lämnas inget bidrag", "What is left is %s a month, which is less than %s a year; then nothing is given", m.Before.Kronor(), kr(m.Scale.least)))
	}
	return step("amount", law, m.Amount.String(), say("Bostadsbidraget är %s i månaden", "The allowance is %s a month", m.Amount.Kronor()))
}

// PreliminaryStep is how the amount is paid provisionally.
func (m *Month) PreliminaryStep() Step {
	p := m.Preliminary()
	return step("preliminary", "SFB 98:4", ore(p), say("Preliminärt betalas det avrundat nedåt till jämna %s: %s", "Provisionally it is paid rounded down to whole %s: %s", kr(m.Scale.rounding), kr(p)))
}

// percent is a share in millionths, in both languages; it has at most four decimals.
func percent(ppm int64) Text {
	whole, rest := ppm/10_000, ppm%10_000
	if rest == 0 {
		return say("%d %%", "%d %%", whole)
	}
	digits := strconv.FormatInt(rest+10_000, 10)[1:]
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return Text{strconv.FormatInt(whole, 10) + "," + digits + " %", strconv.FormatInt(whole, 10) + "." + digits + " %"}
}

var monthNames = [13][2]string{{"", ""}, {"januari", "January"}, {"februari", "February"}, {"mars", "March"}, {"april", "April"}, {"maj", "May"}, {"juni", "June"},
	{"juli", "July"}, {"augusti", "August"}, {"september", "September"}, {"oktober", "October"}, {"november", "November"}, {"december", "December"}}

// MonthName is a month in words.
func MonthName(m time.Month) Text { return Text{monthNames[m][0], monthNames[m][1]} }

// Span is the days of the months, from the first to the last.
func (m *MonthsAlike) Span(year int) calendar.Period {
	return calendar.Period{From: calendar.New(year, m.From, 1), To: calendar.New(year, m.To, 1).EndOfMonth()}
}
