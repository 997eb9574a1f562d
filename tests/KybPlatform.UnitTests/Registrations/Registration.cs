using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registrations;
using KybPlatform.Api.Registrations.Contracts;

namespace KybPlatform.UnitTests.Registrations;

/// <summary>Registrations before anybody approved them.</summary>
internal static class Registration
{
    public static SenderRegistration New(DateTimeOffset now, params string[] senders) => new()
    {
        TenantId = new TenantId(Uuid7.New(now)),
        Id = new SenderRegistrationId(Uuid7.New(now)),
        ProfileId = Uuid7.New(now),
        Country = "GB",
        SenderType = "alphanumeric",
        Senders = senders,
        InquiryId = Uuid7.New(now),
        DecisionId = new DecisionId(Uuid7.New(now)),
        CreatedAt = now,
        UpdatedAt = now,
    };
}
