package agi

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Form is how a file is written. Generators differ in it, and it changes nothing in what
// a file says.
type Form struct {
	// Prefix stands before the names of all elements but the root. Without one the
	// namespace is declared anew in each element below the root.
	Prefix string
	// Choice puts the type, or the removal, of an absence in a FranvaroChoice.
	Choice bool
}

// Writer writes a file. It is a Sink, so that what Read reads can be written anew. It
// refuses a record that a reader would set aside, and does not compare sums.
type Writer struct {
	out    *bufio.Writer
	form   Form
	sender Sender
	begun  bool
	err    error
	b      []byte
}

// NewWriter writes to out. The sender's organisation may be None and its texts empty.
func NewWriter(out io.Writer, form Form, sender Sender) *Writer {
	w := &Writer{out: bufio.NewWriter(out), form: form, sender: sender}
	if end, colon, ok := nameAt([]byte(form.Prefix), 0); form.Prefix != "" && (!ok || end < len(form.Prefix) || colon >= 0 || strings.HasPrefix(strings.ToLower(form.Prefix), "xml")) {
		w.err = fmt.Errorf("agi: %q is no prefix of a name", form.Prefix)
	}
	if why := sender.wrong(); why != "" {
		w.refuse("sender", why)
	}
	return w
}

// Absence writes a Franvarouppgift.
func (w *Writer) Absence(a Absence) error {
	if why := a.wrong(); why != "" {
		return w.refuse("absence", why)
	}
	w.begin(a.Employer)
	w.open(elemAbsence)
	w.field(elemEmployer, digits12(a.Employer))
	w.field(elemPeriod, monthText(a.Period))
	w.field(elemDay, a.Day.String())
	w.field(elemParty, digits12(a.Party))
	w.field(elemAbsenceSpec, strconv.Itoa(a.Spec))
	if w.form.Choice {
		w.open(elemAbsenceChoice)
	}
	if a.Type != NoType {
		w.field(elemType, a.Type.String())
	}
	if a.Removed {
		w.field(elemAbsenceRemoved, "1")
	}
	if w.form.Choice {
		w.close(elemAbsenceChoice)
	}
	if !a.Removed {
		w.field(elemPercentTFP+element(a.Type-TFP)*2+element(a.Unit-Percent), fmt.Sprintf("%d.%02d", a.Amount/100, a.Amount%100))
	}
	w.close(elemAbsence)
	return w.flush()
}

// Income writes an IU in a Blankett of its own.
func (w *Writer) Income(i Income) error {
	if why := i.wrong(); why != "" {
		return w.refuse("income", why)
	}
	w.beginForm(i.Employer, i.Period, elemIU)
	w.open(elemEmployerIU)
	w.field(elemEmployer, digits12(i.Employer))
	w.close(elemEmployerIU)
	w.open(elemPayee)
	w.open(elemPayeeChoice)
	w.field(elemParty, digits12(i.Party))
	w.close(elemPayeeChoice)
	w.close(elemPayee)
	w.field(elemPeriod, monthText(i.Period))
	w.field(elemSpec, strconv.Itoa(i.Spec))
	if i.Removed {
		w.field(elemRemoved, "1")
	}
	if i.Cash != 0 {
		w.kronor(elemCash, i.Cash)
	}
	if i.Benefits != 0 {
		w.kronor(elemBenefits, i.Benefits)
	}
	switch e := elemPreliminary + element(i.TaxKind-Preliminary); {
	case i.TaxKind == NoTax:
	case i.TaxKind <= ASINK:
		w.kronor(e, i.Tax)
	default:
		w.field(e, "1")
	}
	w.endForm(elemIU)
	return w.flush()
}

// Declaration writes an HU in a Blankett of its own.
func (w *Writer) Declaration(d Declaration) error {
	if why := d.wrong(); why != "" {
		return w.refuse("declaration", why)
	}
	w.beginForm(d.Employer, d.Period, elemHU)
	w.open(elemEmployerHU)
	w.field(elemEmployer, digits12(d.Employer))
	w.close(elemEmployerHU)
	w.field(elemPeriod, monthText(d.Period))
	w.kronor(elemSumFees, d.SumFees)
	w.kronor(elemSumTax, d.SumTax)
	if d.SickPayCost != nil {
		w.kronor(elemSickPay, *d.SickPayCost)
	}
	w.endForm(elemHU)
	return w.flush()
}

// Close ends the file. It returns the first error there was. The out that was given
// is not closed.
func (w *Writer) Close() error {
	if w.err == nil && !w.begun {
		w.err = errors.New("agi: a file without a record is no declaration")
	}
	if w.err != nil {
		return w.err
	}
	w.b = append(w.b, "</Skatteverket>\n"...)
	w.flush()
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}

func (w *Writer) refuse(record, why string) error {
	if w.err == nil {
		w.err = fmt.Errorf("agi: the %s cannot be written: %s", record, why)
	}
	return w.err
}

// flush gives what has been put together to out.
func (w *Writer) flush() error {
	if w.err == nil {
		_, w.err = w.out.Write(w.b)
	}
	w.b = w.b[:0]
	return w.err
}

// begin writes what stands before the first record.
func (w *Writer) begin(employer identity.Number) {
	if w.begun {
		return
	}
	w.begun = true
	w.b = append(w.b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<Skatteverket omrade=\""+area+`" xmlns="`+instance+`"`...)
	if w.form.Prefix != "" {
		w.b = append(w.b, " xmlns:"+w.form.Prefix+`="`+component+`"`...)
	}
	w.b = append(w.b, ">\n"...)
	w.open(elemSender)
	w.field(elemProgram, w.sender.Program)
	if w.sender.Organisation != identity.None {
		w.field(elemOrganisation, digits12(w.sender.Organisation))
	}
	if w.sender.Created != "" {
		w.field(elemCreated, w.sender.Created)
	}
	w.close(elemSender)
	w.open(elemCommon)
	w.tag(false, "Arbetsgivare", "")
	w.field(elemEmployer, digits12(employer))
	w.tag(true, "Arbetsgivare", "")
	w.close(elemCommon)
}

func (w *Writer) beginForm(employer identity.Number, period calendar.Date, record element) {
	w.begin(employer)
	w.open(elemForm)
	w.open(elemMatter)
	w.field(elemOwner, digits12(employer))
	w.field(elemMatterPeriod, monthText(period))
	w.close(elemMatter)
	w.open(elemContent)
	w.open(record)
}

func (w *Writer) endForm(record element) {
	w.close(record)
	w.close(elemContent)
	w.close(elemForm)
}

func (w *Writer) open(e element) {
	attribute := ""
	if w.form.Prefix == "" {
		switch e {
		case elemSender, elemCommon, elemForm, elemAbsence:
			attribute = ` xmlns="` + component + `"`
		}
	}
	w.tag(false, elements[e].name, attribute)
	w.b = append(w.b, '\n')
}

func (w *Writer) close(e element) {
	w.tag(true, elements[e].name, "")
	w.b = append(w.b, '\n')
}

// field writes a field on a line of its own.
func (w *Writer) field(e element, text string) {
	attribute := ""
	if code := elements[e].code; code != 0 {
		attribute = fmt.Sprintf(` faltkod="%03d"`, code)
	}
	w.tag(false, elements[e].name, attribute)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '<':
			w.b = append(w.b, "&lt;"...)
		case '>':
			w.b = append(w.b, "&gt;"...)
		case '&':
			w.b = append(w.b, "&amp;"...)
		default:
			w.b = append(w.b, c)
		}
	}
	w.tag(true, elements[e].name, "")
	w.b = append(w.b, '\n')
}

func (w *Writer) kronor(e element, a money.Amount) {
	w.field(e, strconv.FormatInt(int64(a/money.Krona), 10))
}

func (w *Writer) tag(end bool, name, attribute string) {
	w.b = append(w.b, '<')
	if end {
		w.b = append(w.b, '/')
	}
	if w.form.Prefix != "" {
		w.b = append(append(w.b, w.form.Prefix...), ':')
	}
	w.b = append(append(append(w.b, name...), attribute...), '>')
}

// digits12 is a number as the file writes it.
func digits12(n identity.Number) string { return fmt.Sprintf("%012d", int64(n)) }
