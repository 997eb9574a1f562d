namespace KybPlatform.Policies;

public static partial class ReasonCodes
{
    /// <summary>
    /// What the registry of 10DLC brands, the aggregators and the carriers answer, each by the industry's code whose own page was read.
    /// Of 30701 (a state that is no state) and 30880 (no reason given) no page was found; they are left out rather than guessed.
    /// </summary>
    private static IEnumerable<ReasonCode> Registry() =>
    [
        new("brand_no_longer_registered", "The registry does not have the brand any more, or has deleted it.", "The brand must be registered again.", "30702"),
        new("brand_country_not_accepted", "The registry takes no brands of this country.", "Businesses of this country cannot be registered.", "30729"),
        new("brand_phone_unsupported", "The mobile number cannot receive the code that confirms a sole proprietor.", "A mobile number of the United States that receives text messages is required.", "30751"),
        new("carrier_refused", "A carrier refused the campaign.", "A carrier has refused this use case.", "30899"),
        new("aggregator_refused", "A party between provider and carriers refused the campaign.", "A carrier has refused this use case.", "30902"),
        new("campaign_not_shared", "The campaign is not among those that were shared with the aggregator.", "The campaign must be shared with the provider first.", "30904"),
        new("campaign_review_pending", "The aggregator has not accepted the campaign yet.", "The campaign is still being looked at.", "30905"),
    ];
}
