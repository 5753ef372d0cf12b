package agi

// The namespaces of the format. Which of the two an element is in says nothing of what
// it means, and generators do not agree on it.
const (
	instance  = "http://xmls.skatteverket.se/se/skatteverket/da/instans/schema/1.1"
	component = "http://xmls.skatteverket.se/se/skatteverket/da/komponent/schema/1.1"
)

// element is an element of the format that is read, or that means something to how others
// are read.
type element uint8

// The elements. The tax fields stand in the order of TaxKind and the extents in the order
// of their codes.
const (
	elemForeign element = iota // of another namespace
	elemUnknown                // of the format's namespaces, with a name that is not here
	elemRoot
	elemSender
	elemProgram
	elemOrganisation
	elemContact
	elemCreated
	elemCommon
	elemForm
	elemMatter
	elemOwner
	elemMatterPeriod
	elemContent
	elemHU
	elemIU
	elemEmployerHU
	elemEmployerIU
	elemPayee
	elemPayeeChoice
	elemAbsence
	elemAbsenceChoice
	elemEmployer
	elemPeriod
	elemParty
	elemBirth
	elemOtherID
	elemSpec
	elemRemoved
	elemCash
	elemBenefits
	elemPreliminary
	elemSINK
	elemASINK
	elemTreaty
	elemDecided
	elemLocal
	elemEmbassy
	elemSumFees
	elemSumTax
	elemSickPay
	elemDay
	elemAbsenceSpec
	elemType
	elemAbsenceRemoved
	elemPercentTFP
	elemHoursTFP
	elemPercentFP
	elemHoursFP
	elemPersonal // names and addresses of payees; several names
	elementCount
)

// elements are the names, with the field code (faltkod) that stands beside a field. A
// second code is one that some generators write.
var elements = [elementCount]struct {
	name       string
	code, also int16
}{
	elemForeign: {"", 0, 0}, elemUnknown: {"", 0, 0}, elemPersonal: {"", 0, 0},
	elemRoot:           {"Skatteverket", 0, 0},
	elemSender:         {"Avsandare", 0, 0},
	elemProgram:        {"Programnamn", 0, 0},
	elemOrganisation:   {"Organisationsnummer", 0, 0},
	elemContact:        {"TekniskKontaktperson", 0, 0},
	elemCreated:        {"Skapad", 0, 0},
	elemCommon:         {"Blankettgemensamt", 0, 0},
	elemForm:           {"Blankett", 0, 0},
	elemMatter:         {"Arendeinformation", 0, 0},
	elemOwner:          {"Arendeagare", 0, 0},
	elemMatterPeriod:   {"Period", 0, 0},
	elemContent:        {"Blankettinnehall", 0, 0},
	elemHU:             {"HU", 0, 0},
	elemIU:             {"IU", 0, 0},
	elemEmployerHU:     {"ArbetsgivareHUGROUP", 0, 0},
	elemEmployerIU:     {"ArbetsgivareIUGROUP", 0, 0},
	elemPayee:          {"BetalningsmottagareIUGROUP", 0, 0},
	elemPayeeChoice:    {"BetalningsmottagareIDChoice", 0, 0},
	elemAbsence:        {"Franvarouppgift", 0, 0},
	elemAbsenceChoice:  {"FranvaroChoice", 0, 0},
	elemEmployer:       {"AgRegistreradId", 201, 0},
	elemPeriod:         {"RedovisningsPeriod", 6, 0},
	elemParty:          {"BetalningsmottagarId", 215, 0},
	elemBirth:          {"Fodelsetid", 222, 0},
	elemOtherID:        {"AnnatId", 224, 0},
	elemSpec:           {"Specifikationsnummer", 570, 0},
	elemRemoved:        {"Borttag", 205, 0},
	elemCash:           {"KontantErsattningUlagAG", 11, 0},
	elemBenefits:       {"SkatteplOvrigaFormanerUlagAG", 12, 14},
	elemPreliminary:    {"AvdrPrelSkatt", 1, 0},
	elemSINK:           {"AvdrSkattSINK", 274, 0},
	elemASINK:          {"AvdrSkattASINK", 275, 0},
	elemTreaty:         {"SkattebefrEnlAvtal", 114, 0},
	elemDecided:        {"EjskatteavdragEjbeskattningSv", 276, 0},
	elemLocal:          {"Lokalanstalld", 253, 0},
	elemEmbassy:        {"AmbassadanstISvMAvtal", 94, 0},
	elemSumFees:        {"SummaArbAvgSlf", 487, 0},
	elemSumTax:         {"SummaSkatteavdr", 497, 0},
	elemSickPay:        {"TotalSjuklonekostnad", 499, 232},
	elemDay:            {"FranvaroDatum", 821, 0},
	elemAbsenceSpec:    {"FranvaroSpecifikationsnummer", 822, 0},
	elemType:           {"FranvaroTyp", 823, 0},
	elemAbsenceRemoved: {"FranvaroBorttag", 820, 0},
	elemPercentTFP:     {"FranvaroProcentTFP", 824, 0},
	elemHoursTFP:       {"FranvaroTimmarTFP", 825, 0},
	elemPercentFP:      {"FranvaroProcentFP", 826, 0},
	elemHoursFP:        {"FranvaroTimmarFP", 827, 0},
}

// personal are the fields of a payee that are passed over: who has a number is known
// by it, and what nobody asks for is not kept.
var personal = []string{"Fornamn", "Efternamn", "OrgNamn", "Gatuadress", "Gatuadress2", "FriAdress", "Postnummer", "Postort", "LandskodPostort",
	"Fodelseort", "LandskodFodelseort", "LandskodMedborgare", "TIN", "LandskodTIN"}

// elementNamed finds an element by its local name.
var elementNamed = func() map[string]element {
	m := map[string]element{}
	for e, x := range elements {
		if x.name != "" {
			m[x.name] = element(e)
		}
	}
	for _, name := range personal {
		m[name] = elemPersonal
	}
	return m
}()

// place is where in the file something stands.
type place uint8

// The places.
const (
	inAside    place = iota // in an element that is not read
	inDocument              // outside the root
	inRoot
	inSender
	inForm
	inMatter
	inContent
	inDeclaration
	inIncome
	inAbsence
	inPassed // in what is passed over on purpose
	inField
	placeCount
)

// grammar is where each element leads from each place; inAside where it does not belong.
// A place that an element leads to from the same place is that of a wrapper: what is in
// it is read as if it stood without.
var grammar = func() (g [placeCount][elementCount]place) {
	fields := func(p place, es ...element) {
		for _, e := range es {
			g[p][e] = inField
		}
	}
	g[inDocument][elemRoot] = inRoot
	g[inRoot][elemSender], g[inRoot][elemCommon] = inSender, inPassed
	g[inRoot][elemForm], g[inRoot][elemAbsence] = inForm, inAbsence
	fields(inSender, elemProgram, elemOrganisation, elemCreated)
	g[inSender][elemContact] = inPassed
	g[inForm][elemMatter], g[inForm][elemContent] = inMatter, inContent
	fields(inMatter, elemOwner, elemMatterPeriod)
	g[inContent][elemHU], g[inContent][elemIU] = inDeclaration, inIncome
	g[inDeclaration][elemEmployerHU] = inDeclaration
	fields(inDeclaration, elemEmployer, elemPeriod, elemSumFees, elemSumTax, elemSickPay)
	for _, wrapper := range []element{elemEmployerIU, elemPayee, elemPayeeChoice} {
		g[inIncome][wrapper] = inIncome
	}
	fields(inIncome, elemEmployer, elemPeriod, elemParty, elemBirth, elemOtherID, elemSpec, elemRemoved, elemCash, elemBenefits,
		elemPreliminary, elemSINK, elemASINK, elemTreaty, elemDecided, elemLocal, elemEmbassy)
	g[inIncome][elemPersonal] = inPassed
	g[inAbsence][elemAbsenceChoice] = inAbsence
	fields(inAbsence, elemEmployer, elemPeriod, elemParty, elemDay, elemAbsenceSpec, elemType, elemAbsenceRemoved,
		elemPercentTFP, elemHoursTFP, elemPercentFP, elemHoursFP)
	for _, e := range []element{elemUnknown, elemPersonal, elemEmployer} { // a record there would not be passed over unseen
		g[inPassed][e] = inPassed
	}
	return g
}()
