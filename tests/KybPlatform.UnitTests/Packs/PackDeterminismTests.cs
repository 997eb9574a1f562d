using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.UnitTests.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>Reading all packs and evaluating the examples of a sample of them gives the same bytes on every machine: neither its language nor its time zone is in them.</summary>
[Collection(nameof(MachineSettings))]
public sealed class PackDeterminismTests
{
    /// <summary>Dotted and dotless i, decimal commas, another calendar, other digits, another order of letters.</summary>
    private static readonly string[] Cultures = ["", "tr-TR", "ar-SA", "th-TH", "fa-IR"];

    private static readonly string[] Zones = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Pacific/Pago_Pago"];

    [Fact]
    public void Packs_and_examples_give_the_same_bytes_in_every_culture_and_time_zone()
    {
        var (culture, surface, zone) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, Environment.GetEnvironmentVariable("TZ"));
        var hashes = new Dictionary<string, string>();
        try
        {
            foreach (var name in Cultures)
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
                SetZone(Zones[hashes.Count % Zones.Length]);
                hashes[name] = HashOfAll();
            }
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, surface);
            SetZone(zone);
        }

        hashes.Where(h => h.Value != hashes[""]).Should().BeEmpty();
    }

    private static void SetZone(string? id)
    {
        Environment.SetEnvironmentVariable("TZ", id);
        TimeZoneInfo.ClearCachedData();
    }

    private static string HashOfAll()
    {
        var issues = new List<PolicyIssue>();
        var catalog = PolicyCatalog.From(PackFiles.Read(issues), "test", issues)!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var policy in catalog.All) hash.AppendData(Encoding.UTF8.GetBytes(policy.Hash));
        foreach (var policy in PackSample.Of(catalog))
        {
            foreach (var example in PolicyTestRunner.Run(policy)) hash.AppendData(Encoding.UTF8.GetBytes(example.Evaluation.Receipt()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Tests that change what the whole process sees run alone.</summary>
[CollectionDefinition(nameof(MachineSettings), DisableParallelization = true)]
public sealed class MachineSettings;
