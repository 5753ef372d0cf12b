package directive

import (
	"fmt"
	"regexp"
	"strings"
)

// appropriationID names an appropriation as an ItemID does, such as "UO10 1:6".
func appropriationID(a *Appropriation) ItemID {
	return ItemID(fmt.Sprintf("UO%d %s", a.Area, a.Number))
}

func (c *checker) sums() {
	for i := range c.l.Appropriations {
		a := &c.l.Appropriations[i]
		for _, g := range a.Groups {
			f := about(CheckSum, string(appropriationID(a))+" "+g.Disposer)
			var parts []Sum
			for _, item := range g.Items {
				parts = append(parts, item.Amount)
			}
			total, lines, ok := addUp(parts...)
			f.Item, f.Lines = appropriationID(a), onLines(append(lines, g.Amount.Line)...)
			switch {
			case !ok || !g.Amount.Known:
				f.Printed = g.Amount
				f.missing("ett belopp saknas eller har inte kunnat läsas", "an amount is missing or could not be read")
			default:
				f.equals(total, g.Amount)
				f.says("Anslagsposterna är tillsammans %s och %[2]s disponerar %[3]s", "The items are %s together and %[2]s disposes of %[3]s",
					amountText(total), g.Disposer, amountText(g.Amount.Amount))
			}
			c.add(f)
		}
	}
}

func (c *checker) itemsInBoth() {
	var order []ItemID
	granted, framed := map[ItemID][]int{}, map[ItemID][]int{}
	for _, i := range allItems(c.l) {
		if granted[i.ID] == nil {
			order = append(order, i.ID)
		}
		granted[i.ID] = append(granted[i.ID], i.Line)
	}
	for _, f := range c.l.Frames {
		if granted[f.Item] == nil && framed[f.Item] == nil {
			order = append(order, f.Item)
		}
		framed[f.Item] = append(framed[f.Item], f.Line)
	}
	for _, id := range order {
		f := about(CheckItem, string(id), append(granted[id], framed[id]...)...)
		f.Item = id
		switch a, b := len(granted[id]), len(framed[id]); {
		case len(c.l.Frames) == 0:
			f.missing("tabellen 4.3.1 saknas", "there is no table 4.3.1")
		default:
			if a != 1 || b != 1 {
				f.Verdict = DoesNotHold
			}
			f.says("Anslagsposten står %d gång(er) i 4.1 och %d gång(er) i 4.3.1", "The item stands %d time(s) in 4.1 and %d time(s) in 4.3.1", a, b)
		}
		c.add(f)
	}
}

// printedName is a place where a name of an appropriation or an item stands.
type printedName struct {
	line int
	name string
}

var (
	areaLine          = regexp.MustCompile(`^Utgiftsområde (\d{1,2})\b`)
	appropriationLine = regexp.MustCompile(`^(\d{1,2}:\d{1,2})[ \t]+(\p{Lu}[^\t]*)`)
	itemLine          = regexp.MustCompile(`^ap\. ?(\d+(?:\.\d+)*)[ \t]+(\p{L}[^\t]*)`)
	kindAfterName     = regexp.MustCompile(`(?i)[ \t]*\((ram|ramanslag|reservationsanslag|obetecknat[^)]*)\)[ \d]*$`)
	onlyKind          = regexp.MustCompile(`(?i)^(ram|ramanslag|reservationsanslag|obetecknat.*)$`)
)

// printedNames finds the names in the text itself, the tables' and the conditions'
// headings alike: the reader keeps only the one of 4.1.
func printedNames(text []TextLine) map[ItemID][]printedName {
	names := map[ItemID][]printedName{}
	area, number := "", ""
	for _, t := range text {
		line := strings.TrimSpace(t.Text)
		if m := areaLine.FindStringSubmatch(line); m != nil {
			area, number = m[1], ""
			continue
		}
		if area == "" {
			continue
		}
		id, name := ItemID("UO"+area+" "), ""
		if m := appropriationLine.FindStringSubmatch(line); m != nil {
			number, name = m[1], m[2]
			id += ItemID(number)
		} else if m := itemLine.FindStringSubmatch(line); m != nil && number != "" && !onlyKind.MatchString(m[2]) {
			name = m[2]
			id += ItemID(number + " ap." + m[1])
		}
		name = strings.Join(strings.Fields(kindAfterName.ReplaceAllString(name, "")), " ")
		if name != "" {
			names[id] = append(names[id], printedName{t.No, name})
		}
	}
	return names
}

func (c *checker) names() {
	printed := printedNames(c.l.Text)
	times := map[ItemID]int{}
	var rest []int // the lines of those that were not looked at
	look := func(id ItemID, line int, name string) {
		if times[id]++; times[id] > mostRepeats {
			rest = append(rest, line)
			return
		}
		c.name(id, line, name, printed[id])
	}
	for i := range c.l.Appropriations {
		a := &c.l.Appropriations[i]
		look(appropriationID(a), a.Line, a.Name)
		for _, g := range a.Groups {
			for _, item := range g.Items {
				look(item.ID, item.Line, item.Name)
			}
		}
	}
	c.rest(CheckName, "4.1", len(rest), rest)
}

// name holds what an appropriation or item is called in 4.1 against the other places. A
// name that stands in one place only gives no finding: nothing was checked.
func (c *checker) name(id ItemID, line int, name string, others []printedName) {
	f := about(CheckName, string(id), line)
	f.Item, f.Weight = id, Notice
	name = strings.Join(strings.Fields(name), " ")
	compared, far := 0, false
	var differ [2][]string
	for _, p := range others {
		if p.line == line {
			continue
		}
		compared++
		f.Lines = append(f.Lines, p.line)
		if p.name == name {
			continue
		}
		f.Verdict = DoesNotHold
		differ[0] = append(differ[0], fmt.Sprintf("”%s” (%d)", p.name, p.line))
		differ[1] = append(differ[1], fmt.Sprintf("“%s” (%d)", p.name, p.line))
		far = far || similarity(name, p.name) < nearTitle
	}
	if compared == 0 {
		return
	}
	f.Lines = onLines(f.Lines...)
	switch {
	case name == "":
		f.missing("namnet i 4.1 har inte kunnat läsas", "the name in 4.1 could not be read")
	case f.Verdict == Holds:
		f.says("Namnet ”%s” skrivs lika på alla ställen", "The name “%s” is printed alike everywhere", name)
	default:
		f.says("”%s” (%d) skrivs också ", "“%s” (%d) is also printed ", name, line)
		f.Says[0] += strings.Join(differ[0], ", ")
		f.Says[1] += strings.Join(differ[1], ", ")
		f.Outcome = "spelling"
		if far {
			f.Outcome, f.Weight = "another name", Arithmetic
		}
	}
	c.add(f)
}

func (c *checker) closedItems() {
	framed := map[ItemID][]int{}
	for _, x := range c.l.Frames {
		framed[x.Item] = append(framed[x.Item], x.Line)
	}
	times := map[ItemID]int{}
	var rest []int
	for _, x := range c.l.Closed {
		if times[x.Item]++; times[x.Item] > mostRepeats {
			rest = append(rest, x.Line)
			continue
		}
		f := about(CheckClosed, string(x.Item), x.Line)
		f.Item = x.Item
		if x.Year != 0 && x.Year != c.l.Year {
			f.says("Den avslutade posten är en från %d", "The closed item is one of %d", x.Year)
			c.add(f)
			continue
		}
		if i := c.items[x.Item]; i != nil {
			f.Verdict, f.Lines = DoesNotHold, onLines(append(f.Lines, i.Line)...)
		}
		if lines := framed[x.Item]; len(lines) > 0 {
			f.Verdict, f.Lines = DoesNotHold, onLines(append(f.Lines, lines...)...)
		}
		if f.Verdict == Holds {
			f.says("Den avslutade posten har inget belopp och ingen rad i 4.3.1", "The closed item has no amount and no row in 4.3.1")
		} else {
			f.says("Den avslutade posten står också bland poster som får användas", "The closed item also stands among items that may be used")
		}
		c.add(f)
	}
	c.rest(CheckClosed, "4.3.1", len(rest), rest)
}

func (c *checker) carryOvers() {
	bears := map[ItemID]bool{}
	for _, id := range c.l.Plan.Items {
		bears[id] = true
	}
	for _, x := range c.l.Frames {
		c.carryOver(x, bears[x.Item])
		f := about(CheckWithdrawal, string(x.Item), x.Withdrawn.Line, x.Line)
		f.Item, f.Weight, f.Printed = x.Item, Notice, x.Withdrawn
		if !x.Withdrawn.Known {
			f.missing("indraget belopp saknas eller har inte kunnat läsas", "the amount withdrawn is missing or could not be read")
		} else {
			f.equals(0, x.Withdrawn)
			f.says("Indraget belopp är %s", "The amount withdrawn is %s", amountText(x.Withdrawn.Amount))
		}
		c.add(f)
	}
}

// carryOver looks at what may be kept of unused money: as a rule an agency keeps some of
// what it runs itself on, which is what its interest account is for.
func (c *checker) carryOver(x Frame, bears bool) {
	f := about(CheckCarryOver, string(x.Item), x.Line)
	f.Item, f.Weight, f.Outcome = x.Item, Notice, x.CarryOver
	switch {
	case !x.None && !x.All && x.Percent == 0 && !x.Kept.Known:
		f.missing("vad som får behållas saknas eller har inte kunnat läsas", "what may be kept is missing or could not be read")
	case x.None:
		f.says("Inget av oförbrukade medel får behållas", "Nothing of unused money may be kept")
	case bears:
		f.says("Anslagsbehållning som disponeras: %s; posten är räntebärande", "Of unused money is kept: %s; the item bears interest", x.CarryOver)
	default:
		f.Verdict = DoesNotHold
		f.says("Anslagsbehållning som disponeras: %s; posten är inte räntebärande", "Of unused money is kept: %s; the item bears no interest", x.CarryOver)
	}
	c.add(f)
}
