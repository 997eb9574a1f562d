using System.Collections.Frozen;

namespace KybPlatform.Policies;

/// <summary>
/// One reason. <see cref="Internal"/> is for the people who decide; <see cref="Applicant"/> may be shown to applicants and says nothing that helps
/// to get around a check; <see cref="IndustryCode"/> is the code that messaging providers use for the same thing, null where telecom has none.
/// </summary>
public sealed record ReasonCode(string Key, string Internal, string Applicant, string? IndustryCode = null);

/// <summary>The catalogue of reasons. Keys are API: added to, never renamed.</summary>
public static partial class ReasonCodes
{
    private static readonly FrozenDictionary<string, ReasonCode> ByKey =
        Requirements().Concat(Checks()).Concat(Decisions()).Concat(Messaging()).Concat(Campaigns()).Concat(CampaignContent()).Concat(Registry()).Concat(TollFree()).ToFrozenDictionary(c => c.Key, StringComparer.Ordinal);

    public static IReadOnlyList<ReasonCode> All { get; } = [.. ByKey.Values.OrderBy(c => c.Key, StringComparer.Ordinal)];

    public static bool IsKnown(string key) => ByKey.ContainsKey(key);

    public static ReasonCode? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>For keys that the engine itself writes or that were checked when the policy was read.</summary>
    internal static ReasonCode Get(string key) => ByKey[key];

    private static IEnumerable<ReasonCode> Requirements() =>
    [
        new("field_missing", "A required field was not given.", "This information is required.", "22215"),
        new("field_invalid", "A field was given but is not acceptable.", "This information is not in the expected form.", "22215"),
        new("value_not_allowed", "The value is not one of those accepted.", "This value is not accepted here."),
        new("pattern_mismatch", "The text does not have the required form.", "This information is not in the expected form."),
        new("too_short", "The text is shorter than required.", "This text is too short."),
        new("too_long", "The text is longer than allowed.", "This text is too long."),
        new("too_few_items", "Fewer items than required were given.", "More entries are required."),
        new("too_many_items", "More items than allowed were given.", "There are too many entries."),
        new("below_minimum", "The number is lower than accepted.", "This number is too low."),
        new("above_maximum", "The number is higher than accepted.", "This number is too high."),
        new("identifier_missing", "No identifier of an accepted scheme was given.", "A registration or tax number is required.", "22215"),
        new("identifier_invalid", "The identifier failed a check.", "The registration or tax number could not be confirmed."),
        new("document_missing", "The required document was not given.", "A document is required.", "22216"),
        new("document_type_not_accepted", "The document is of a type that is not accepted here.", "Another type of document is required.", "22216"),
        new("document_field_missing", "The document does not show a required field.", "The document does not show everything that is required.", "22217"),
        new("document_too_old", "The document was issued too long ago.", "A more recent document is required.", "22217"),
        new("document_expired", "The document has expired.", "The document has expired.", "22217"),
        new("document_evidence_too_weak", "The fields of the document have not been extracted or reviewed yet.", "The document is being read."),
        new("document_invalid", "The document failed a check.", "The document could not be accepted."),
        new("person_missing", "Too few persons in the role, or their details are incomplete.", "Details of a person are required.", "22214"),
        new("person_field_missing", "A person's detail is missing.", "A detail of a person is required.", "22215"),
        new("too_many_persons", "More persons in the role than allowed.", "Too many persons were named in this role."),
        new("person_too_young", "A person is below the required age.", "A person in this role must be of age."),
        new("owners_missing", "No owners are known and the whole of the ownership is unexplained.", "The owners of the business are required.", "22214"),
        new("ownership_incomplete", "The unexplained share is large enough to hide a beneficial owner.", "The ownership of the business is not fully explained."),
        new("ownership_exempt", "The business belongs to those whose owners are not asked for.", "The owners of the business are not required."),
        new("ownership_impossible", "The shares add up to more than 100 percent, or the businesses own each other.", "The ownership details contradict each other."),
        new("beneficial_owner_incomplete", "A beneficial owner's details are missing.", "Details of an owner are required.", "22215"),
        new("address_missing", "A required address or part of one is missing.", "An address is required.", "22219"),
        new("address_po_box", "The address is a PO box.", "A street address is required, not a PO box."),
        new("address_outside_country", "The address lies outside the country.", "An address in this country is required."),
        new("address_inside_country", "The address lies inside the country.", "An address outside this country is required."),
        new("address_outside_area", "The address lies outside the area.", "An address in this area is required."),
        new("address_area_unknown", "Whether the address lies in the area could not be told.", "The address is being checked."),
        new("facts_inconsistent", "Facts that should agree do not.", "Some of the information does not agree with the rest.", "22218"),
        new("attestation_missing", "The declaration was not given.", "A declaration is required."),
        new("attestation_refused", "The declaration was refused.", "This cannot go on without the declaration."),
        new("attestation_too_old", "The declaration was given too long ago.", "The declaration must be given again."),
        new("prerequisite_not_met", "Something that must be in place first is not.", "Something else must be in place first."),
        new("restricted", "The submission is outside what is permitted.", "This is not permitted for this sender."),
    ];
}
