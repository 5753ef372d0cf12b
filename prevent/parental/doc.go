// Package parental computes what parents and the sick are paid for a day: temporary
// parental benefit (SFB 13 kap.), parental benefit (12 kap.) and the daily amounts of
// sickness benefit that both rest on (28 kap.). It also says how many days there are, and
// whether an application came in time (12:12a, 13:9a).
//
// Everything is a pure function of what is stated and of the law in force on the day the
// benefit is for. Rates, limits and numbers of days are parameters of law/statute; one
// that is not known for a day is a *statute.MissingError, never a guess.
//
// # Outcomes
//
// A question of right has one of three outcomes: Yes, No, or NotShown, with the facts that
// are missing and the paragraph that asks for each. A fact is Unstated until somebody has
// stated it; what is unstated never counts as no. What cannot be at all, such as a negative
// income, is an *InputError that names the field.
//
// # Explanations
//
// Every result carries its steps: the paragraph, the inputs with the source of those that
// are law, the result, and a sentence in Swedish and English. The mark of a step says how
// the rule is known as it is applied here: V as the statute has it, I where the statute is
// open and a reading was chosen. Those readings are
//
//   - a level's amount is its share of the full amount in whole kronor, itself rounded to
//     whole kronor, half up. The statute rounds the full amount (28:10, 28:16, 13:35–36)
//     and says nothing of the share;
//   - income of employment and of other work are each rounded at their level (13:37);
//   - of any seven days that end with the day asked for, days already paid count towards
//     the five that are paid on income of other work (13:35). Counting days of absence
//     instead would leave a parent who is away for long without pay after the first five;
//   - the limit of 543 kronor for the unemployed is for sickness benefit alone (28:11),
//     because 13:36 and 12:22 state what a day of parental benefit is;
//   - "in time" includes the day that lies exactly the limit before the application;
//   - a year of days is a calendar year (13:21), and what is counted "from" a day ends on
//     the day with the same number (12:4a).
//
// # What it does not do
//
// It takes the sickness-based income (SGI) as decided, and only cuts it at the ceiling of
// the benefit; one that is lower than an SGI can be (25:3) is used and told as a doubt. It does not assess ability to work, does not deduct waiting time (27:27–31)
// or pay from the employer (28:19), and does not keep which days were used: they are
// stated, and held against how many there are (Left). Hindrances by other benefits and holidays (11:10–16) are not looked at here.
package parental
