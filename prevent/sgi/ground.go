package sgi

import "balans/law/statute"

// Ground is a reason that protects, by the English word it is written with.
type Ground string

// The grounds that evidence is given for.
const (
	StudiesWithSupport    Ground = "studies-with-support"
	StudiesWithoutSupport Ground = "studies-without-support"
	OwnOccupationStudies  Ground = "studies-in-own-occupation"
	OtherStudySupport     Ground = "other-study-support"
	TermBreak             Ground = "term-break"
	AgreementSupport      Ground = "agreement-support"
	Programme             Ground = "programme"
	JobSeeking            Ground = "job-seeking"
	ParentalBenefit       Ground = "parental-benefit"
	HolidayAfterLeave     Ground = "holiday-after-parental-leave"
	Service               Ground = "service"
	SicknessBenefit       Ground = "sickness-benefit"
	WaitingForDecision    Ground = "waiting-for-decision"
	ShortTimeWork         Ground = "short-time-work"
	Disability            Ground = "disability-compensation"
	Abroad                Ground = "posted-abroad"
)

// The grounds that follow from other facts.
const (
	AfterSickness Ground = "after-sickness-benefit"
	Pregnant      Ground = "pregnancy"
	ChildUnderOne Ground = "child-under-one"
	ThreeMonths   Ground = "three-months"
)

// condition is something that is to be shown of a span, answered yes or no.
type condition struct {
	key    string
	sv, en string
}

// rule is what is the same for all time on a ground.
type rule struct {
	ground     Ground
	sv, en     string
	law        []statute.Ref
	mark       statute.Confidence
	derived    bool
	conditions []condition
	age        ageLimit
	ownIncome  bool // sickness benefit rests on the income of the time
}

// ageLimit is how the reference age for pension bounds a ground.
type ageLimit uint8

const (
	noAge     ageLimit = iota
	beforeDay          // before the age is reached
	beforeMon          // before the month in which it is reached
)

var rules = []rule{
	{ground: StudiesWithSupport, sv: "studier med studiestöd", en: "studies with study support", law: []statute.Ref{"SFB 26:11"}, mark: statute.Verified, ownIncome: true,
		conditions: []condition{{"support", "intyg från CSN om studiestöd för tiden", "a certificate from CSN of study support for the time"}}},
	{ground: StudiesWithoutSupport, sv: "studier utan studiestöd", en: "studies without study support", law: []statute.Ref{"SFB 26:11"}, mark: statute.Verified, ownIncome: true,
		conditions: []condition{{"eligible", "att studiemedel får lämnas för studierna", "that study aid may be given for the studies"}}},
	{ground: OwnOccupationStudies, sv: "studier inom det egna yrkesområdet", en: "studies in the own occupation", law: []statute.Ref{"SFB 26:11", "SGIF 2"}, mark: statute.Verified, ownIncome: true,
		conditions: []condition{{"occupation", "att studierna är inom det egna yrkesområdet", "that the studies are in the own occupation"}}},
	{ground: OtherStudySupport, sv: "studier med annat studiestöd", en: "studies with other study support", law: []statute.Ref{"SFB 26:11", "SGIF 2"}, mark: statute.Verified, ownIncome: true,
		conditions: []condition{{"paid", "att stödet betalas för tiden", "that the support is paid for the time"}}},
	{ground: TermBreak, sv: "uppehåll mellan vår- och hösttermin", en: "break between spring and autumn term", law: []statute.Ref{"SFB 26:22"}, mark: statute.Inferred},
	{ground: AgreementSupport, sv: "periodiskt stöd enligt avtal mellan arbetsmarknadens parter", en: "periodic support under an agreement between employers and unions", law: []statute.Ref{"SFB 26:12", "SGIF 2a"}, mark: statute.Verified, ownIncome: true,
		conditions: []condition{
			{"agreement", "att stödet följer av ett sådant avtal", "that the support rests on such an agreement"},
			{"periodic", "att stödet är periodiskt", "that the support is periodic"}}},
	{ground: Programme, sv: "arbetsmarknadspolitiskt program", en: "labour-market programme", law: []statute.Ref{"SFB 26:13", "SGIF 4"}, mark: statute.Verified, ownIncome: true,
		conditions: []condition{{"takes-part", "beslut om deltagande i programmet", "the decision on taking part in the programme"}}},
	{ground: JobSeeking, sv: "står till arbetsmarknadens förfogande", en: "at the disposal of the labour market", law: []statute.Ref{"SFB 26:13", "SGIF 3"}, mark: statute.Verified, age: beforeMon,
		conditions: []condition{
			{"registered", "anmälan som arbetssökande hos Arbetsförmedlingen, eller att arbete söks som Försäkringskassan föreskriver", "registration with the employment service, or that work is sought as the agency prescribes"},
			{"willing", "att arbete i en omfattning som svarar mot SGI söks aktivt och skulle antas", "that work of an extent that answers to the SGI is sought actively and would be taken"}}},
	{ground: ParentalBenefit, sv: "föräldrapenning efter barnets första år", en: "parental benefit after the child's first year", law: []statute.Ref{"SFB 26:9"}, mark: statute.Secondary,
		conditions: []condition{{"paid", "att föräldrapenning betalas för tiden", "that parental benefit is paid for the time"}}},
	{ground: HolidayAfterLeave, sv: "semester i direkt anslutning till föräldraledighet", en: "holiday directly after parental leave", law: []statute.Ref{"SFB 26:15"}, mark: statute.Verified,
		conditions: []condition{{"connected", "att semestern följer direkt på föräldraledigheten", "that the holiday follows directly on the parental leave"}}},
	{ground: Service, sv: "tjänstgöring inom totalförsvaret eller rekrytutbildning", en: "service in the total defence or training as a recruit", law: []statute.Ref{"SFB 26:16"}, mark: statute.Verified, ownIncome: true,
		conditions: []condition{{"ordered", "inkallelse eller intyg om tjänstgöringen", "call-up or certificate of the service"}}},
	{ground: SicknessBenefit, sv: "sjukpenning eller motsvarande ersättning", en: "sickness benefit or the like", law: []statute.Ref{"SFB 26:17"}, mark: statute.Verified, age: beforeDay,
		conditions: []condition{{"paid", "att ersättningen lämnas för tiden", "that the benefit is given for the time"}}},
	{ground: WaitingForDecision, sv: "väntar på slutligt beslut om sjukpenning", en: "waiting for the final decision on sickness benefit", law: []statute.Ref{"SFB 26:17"}, mark: statute.Verified, age: beforeDay},
	{ground: ShortTimeWork, sv: "korttidsarbete med statligt stöd", en: "short-time work with state support", law: []statute.Ref{"SFB 26:18a"}, mark: statute.Verified,
		conditions: []condition{{"state-support", "att korttidsarbetet ger arbetsgivaren rätt till preliminärt stöd", "that the short-time work entitles the employer to preliminary support"}}},
	{ground: Disability, sv: "sjukersättning, aktivitetsersättning eller livränta", en: "sickness or activity compensation, or an annuity", law: []statute.Ref{"SFB 26:22a"}, mark: statute.Verified, age: beforeMon,
		conditions: []condition{{"paid", "att ersättningen lämnas för tiden", "that the compensation is given for the time"}}},
	{ground: Abroad, sv: "utsänd, räknas som bosatt i Sverige", en: "posted abroad, regarded as resident in Sweden", law: []statute.Ref{"SFB 26:24"}, mark: statute.Verified,
		conditions: []condition{{"resident", "att personen räknas som bosatt i Sverige under vistelsen", "that the person is regarded as resident in Sweden during the stay"}}},

	{ground: AfterSickness, sv: "25 arbetsdagar efter sjukpenning", en: "25 working days after sickness benefit", law: []statute.Ref{"SFB 26:13", "SGIF 3"}, mark: statute.Verified, derived: true, age: beforeMon},
	{ground: Pregnant, sv: "graviditet", en: "pregnancy", law: []statute.Ref{"SFB 26:14"}, mark: statute.Verified, derived: true},
	{ground: ChildUnderOne, sv: "vård av barn under ett år", en: "care of a child under one year", law: []statute.Ref{"SFB 26:15"}, mark: statute.Verified, derived: true},
	{ground: ThreeMonths, sv: "avbrott i högst tre månader", en: "interruption of at most three months", law: []statute.Ref{"SFB 26:18"}, mark: statute.Verified, derived: true, age: beforeDay},
}

// ruleOf is the rule of a ground; nil for a word that is none.
func ruleOf(g Ground) *rule {
	for i := range rules {
		if rules[i].ground == g {
			return &rules[i]
		}
	}
	return nil
}

// Grounds are those that evidence is given for, in the order of the law.
func Grounds() []Ground {
	var all []Ground
	for i := range rules {
		if !rules[i].derived {
			all = append(all, rules[i].ground)
		}
	}
	return all
}

// Name is the ground in words.
func (g Ground) Name() Text {
	r := ruleOf(g)
	if r == nil {
		return Text{Key: string(g), Sv: string(g), En: string(g)}
	}
	return Text{Key: string(g), Sv: r.sv, En: r.en}
}

// Word is what the ground is called in a text.
func (g Ground) Word() Text { return inValue.word(string(g)) }

// Law is the paragraphs of the ground.
func (g Ground) Law() []statute.Ref {
	if r := ruleOf(g); r != nil {
		return r.law
	}
	return nil
}
