package casefile

// Read takes a text apart as far as it can be without a journal: blocks, given
// lines, facts, questions and tables. It returns the errors.
func Read(file, text string) (errs []error) {
	note := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	_, _, err := Facts(file, text)
	note(err)
	blocks, err := parse(file, text)
	note(err)
	r := &run{file: file, keys: map[string]string{}}
	for i := range blocks {
		b := &blocks[i]
		for _, l := range b.content() {
			_, err := r.entry(l)
			note(err)
			_, err = r.cell(l.at, l.text)
			note(err)
		}
		_, err := r.ask(b)
		note(err)
		_, _, err = r.table(b, balanceColumns...)
		note(err)
		_, err = r.find(b)
		note(err)
	}
	return errs
}
