using System.Text;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Screening.Contracts;
using Npgsql;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>Writes down who was screened. Rides in the commit of the screening, and reads nothing for it.</summary>
internal static class Monitor
{
    private const string Write = """
        INSERT INTO monitored_parties (tenant_id, profile_id, subject, of_business, lists, threshold, sealed_for, sealed, party_hash, screened_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
        ON CONFLICT (tenant_id, profile_id, subject) DO UPDATE SET
            lists = CASE WHEN cardinality(monitored_parties.lists) = 0 OR cardinality($5) = 0 THEN '{}'
                ELSE ARRAY(SELECT DISTINCT l FROM unnest(monitored_parties.lists || $5) AS asked (l) ORDER BY l) END,
            threshold = least(monitored_parties.threshold, $6), sealed_for = $7, sealed = $8, party_hash = $9, screened_at = clock_timestamp()
        """;

    public static NpgsqlBatchCommand Remember(TenantWork work, MatchPlace place, ScreenedParty party, ScreeningScope scope, SubjectRing ring, BlindIndex index)
    {
        var plain = StoredJson.Bytes(party);
        var write = new NpgsqlBatchCommand(Write);
        write.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        write.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = place.Profile });
        write.Parameters.Add(new NpgsqlParameter<string> { TypedValue = place.Subject });
        write.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = place.OfBusiness });
        write.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. scope.Asked] });
        write.Parameters.Add(new NpgsqlParameter<double> { TypedValue = scope.Threshold });
        write.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = place.SealedFor });
        write.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = ring.Seal(place.SealedFor, plain, MatchBook.PartyPurpose) });
        write.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = index.Hash(work.Tenant, "screening-party", Encoding.UTF8.GetString(plain)) });
        return write;
    }
}
