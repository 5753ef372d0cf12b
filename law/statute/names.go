package statute

// The names of the parameters, as declared in parameters.csv, where each has its unit,
// its paragraph and its meaning.
const (
	// Interest.
	ReferenceRate          = "reference_rate"
	LateInterestSupplement = "late_interest_supplement"
	PlanInterestSupplement = "plan_interest_supplement"
	InterestYearDays       = "interest_year_days"
	InterestClaimsFrom     = "interest_claims_from"
	StateLendingRate       = "state_lending_rate"
	StateLoanRate          = "state_loan_rate"
	BaseRate               = "base_rate"
	MaintenanceDebtRate    = "maintenance_debt_rate"

	// Terms and limitation.
	RegimeBorder                      = "regime_border"
	DueDays                           = "due_days"
	DemandDueDays                     = "demand_due_days"
	DemandReplyDays                   = "demand_reply_days"
	FinalForceMonths                  = "final_force_months"
	OwnMotionChangeYears              = "own_motion_change_years"
	ServiceAfterSendingDays           = "service_after_sending_days"
	ServicePublicationDays            = "service_publication_days"
	LimitationYearsOld                = "limitation_years_old"
	LimitationAfterProceedingsYears   = "limitation_after_proceedings_years"
	LimitationYearsNew                = "limitation_years_new"
	LimitationAfterDeferralYears      = "limitation_after_deferral_years"
	LimitationAfterRestructuringYears = "limitation_after_restructuring_years"
	LimitationRespiteMaxYears         = "limitation_respite_max_years"
	LimitationCourtExtensionYears     = "limitation_court_extension_years"
	PlanMaxMonths                     = "plan_max_months"
	PlanMinimumInstalment             = "plan_minimum_instalment"
	PlanBreachMissedInstalments       = "plan_breach_missed_instalments"

	// Definitions of the report.
	NotServedDays          = "not_served_days"
	NearLimitationYearsOld = "near_limitation_years_old"
	NearLimitationYearsNew = "near_limitation_years_new"

	// Limits of amounts.
	HousingSettlementMinimum     = "housing_settlement_minimum"
	OpeningMinimum               = "opening_minimum"
	MaintenanceLapseBelow        = "maintenance_lapse_below"
	MaintenanceRefundMinimum     = "maintenance_refund_minimum"
	MaintenanceInstalmentMinimum = "maintenance_instalment_minimum"
	MaintenanceInstalmentShare   = "maintenance_instalment_share"
	MaintenanceMissedFollowing   = "maintenance_missed_following"
	MaintenanceMissedMonths      = "maintenance_missed_months"
	EnforcementBasicFeeThreshold = "enforcement_basic_fee_threshold"

	// Fees.
	ReminderFeeMax             = "reminder_fee_max"
	DemandFeeMax               = "demand_fee_max"
	PlanFeeMax                 = "plan_fee_max"
	NoticeFee                  = "notice_fee"
	PaymentOrderApplicationFee = "payment_order_application_fee"
	PaymentOrderCosts          = "payment_order_costs"
	EnforcementBasicFee        = "enforcement_basic_fee"
)
