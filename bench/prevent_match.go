package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"balans/exchange/absencecsv"
	"balans/exchange/linecsv"
	"balans/prevent/control"
	"balans/prevent/register"
)

// answer is what came of all days, code by code in the order of control.MatchDays: how
// many, the sum of their numbers, and a sum that other numbers would hardly give.
type answer [4]struct{ Count, Numbers, Mixed int64 }

func (a *answer) add(code uint8, number int64) {
	c := &a[code]
	c.Count++
	c.Numbers += number
	c.Mixed += number * number % mixing
}

// mixing divides the square of a number, so that two days cannot change places unnoticed.
const mixing = 1_000_003

// decision is a day that does not agree.
type decision struct {
	number uint32
	code   uint8
}

// wantBits is the room of an extent below a day's key while both are sorted together.
const wantBits = 14

// sortedDays are claimed days in the order of register.DayKey.
type sortedDays struct {
	keys    []uint64
	want    []int32
	numbers []uint32
}

// sortDays sorts keys with the extent below each, and divides the two.
func sortDays(packed []uint64, numbers []uint32) *sortedDays {
	packed = register.SortKeys(packed, numbers, wantBits)
	want := make([]int32, len(packed))
	for i, k := range packed {
		packed[i], want[i] = k>>wantBits, int32(k&(1<<wantBits-1))
	}
	return &sortedDays{packed, want, numbers}
}

func (c *claimedDays) sorted() (*sortedDays, error) {
	packed, numbers := make([]uint64, len(c.party)), make([]uint32, len(c.party))
	for i, p := range c.party {
		key, ok := register.DayKey(p, c.day[i])
		if !ok {
			return nil, fmt.Errorf("day %d has no key", i)
		}
		packed[i], numbers[i] = key<<wantBits|uint64(c.want[i]), uint32(i)
	}
	return sortDays(packed, numbers), nil
}

// match gives the code of each day.
func (s *sortedDays) match(a *register.Absences, codes []uint8) {
	control.MatchDays(a, s.keys, s.want, false, 0, codes)
}

// decisions are the days that do not agree.
func (s *sortedDays) decisions(codes []uint8) (all []decision) {
	for i, code := range codes {
		if code != 0 {
			all = append(all, decision{s.numbers[i], code})
		}
	}
	return all
}

func (s *sortedDays) answer(codes []uint8) (a answer) {
	for i, code := range codes {
		a.add(code, int64(s.numbers[i]))
	}
	return a
}

// absence holds claimed days against reported ones: from columns, and from files.
func (b *bench) absence() error {
	claims, reports, err := makeDays(b.days)
	if err != nil {
		return err
	}
	codes := make([]uint8, b.days)
	var days *sortedDays
	unsorted, err := median(5, func() error {
		a := reports.absences()
		if days, err = claims.sorted(); err != nil {
			return err
		}
		days.match(a, codes)
		return nil
	})
	if err != nil {
		return err
	}
	ours := days.answer(codes)
	a := reports.absences()
	sorted, err := median(7, func() error { days.match(a, codes); return nil })
	if err != nil {
		return err
	}
	if days.answer(codes) != ours {
		return fmt.Errorf("sorted columns give another answer: %v, unsorted %v", days.answer(codes), ours)
	}
	cpuRow("claimed days and absence, unsorted", unsorted, "%d days and as many reports; agrees %d, lower %d, other type %d, none %d; the goal is 0.25 s", b.days, ours[0].Count, ours[1].Count, ours[2].Count, ours[3].Count)
	cpuRow("  columns kept in order", sorted, "%.1f ns a day", float64(sorted.cpu.Nanoseconds())/float64(b.days))
	lines, absences := filepath.Join(b.dir, "lines.csv"), filepath.Join(b.dir, "absences.csv")
	if err := claims.writeLines(lines); err != nil {
		return err
	}
	if err := reports.writeAbsences(absences); err != nil {
		return err
	}
	files, err := b.fromFiles(lines, absences, ours)
	if err != nil {
		return err
	}
	return b.absencePeers(lines, absences, ours, unsorted, sorted, files)
}

// fromFiles reads both files with every check there is, each on a processor of its own,
// and makes the list of decisions.
func (b *bench) fromFiles(lines, absences string, want answer) (spent, error) {
	var got answer
	var all []decision
	took, err := median(3, func() error {
		var days *sortedDays
		var a *register.Absences
		var errs [2]error
		var wg sync.WaitGroup
		wg.Go(func() { days, errs[0] = readLines(lines) })
		wg.Go(func() { a, errs[1] = readAbsences(absences) })
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				return err
			}
		}
		codes := make([]uint8, len(days.keys))
		days.match(a, codes)
		all = days.decisions(codes)
		return nil
	})
	if err != nil {
		return took, err
	}
	got[0] = want[0]
	for _, d := range all {
		got.add(d.code, int64(d.number))
	}
	if got != want || int64(b.days) != want[0].Count+int64(len(all)) {
		return took, fmt.Errorf("the files give another answer: %v, the columns %v", got, want)
	}
	size := int64(0)
	for _, file := range []string{lines, absences} {
		info, err := os.Stat(file)
		if err != nil {
			return took, err
		}
		size += info.Size()
	}
	cpuRow("the same from two files", took, "%d MB read with all checks, to %d decisions; %.0f MB a cpu-s; the goal is 1.5 s", size/1_000_000, len(all), float64(size)/1e6/took.cpu.Seconds())
	return took, nil
}

// linesOf is how many lines a file may have, when few are shorter than so many bytes.
func linesOf(in *os.File, length int64) (int, error) {
	info, err := in.Stat()
	if err != nil {
		return 0, err
	}
	return int(info.Size()/length) + 1, nil
}

// readLines reads payout lines of one day each and sorts them.
func readLines(file string) (*sortedDays, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r, err := linecsv.NewReader(file, in)
	if err != nil {
		return nil, err
	}
	room, err := linesOf(in, 100)
	if err != nil {
		return nil, err
	}
	packed, numbers := make([]uint64, 0, room), make([]uint32, 0, room)
	for rec := range r.Records() {
		key, ok := register.DayKey(rec.Party, rec.From)
		if !ok || rec.Extent >= 1<<wantBits {
			r.Refuse(linecsv.From, "a day from 2020 of a person")
			continue
		}
		packed, numbers = append(packed, key<<wantBits|uint64(rec.Extent)), append(numbers, uint32(rec.Line-2))
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return sortDays(packed, numbers), nil
}

// readAbsences reads reports of absence.
func readAbsences(file string) (*register.Absences, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r, err := absencecsv.NewReader(file, in)
	if err != nil {
		return nil, err
	}
	room, err := linesOf(in, 50)
	if err != nil {
		return nil, err
	}
	var build register.AbsencesBuilder
	build.Grow(room)
	for rec := range r.Records() {
		amount := rec.Percent
		if rec.Hours > 0 {
			amount = rec.Hours
		}
		if rec.Removed || !build.Add(rec.Party, rec.Day, rec.Type == absencecsv.FP, rec.Hours > 0, amount) {
			r.Refuse(absencecsv.Removed, "a report that corrects no other") // the data has none
		}
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return build.Build(), nil
}
