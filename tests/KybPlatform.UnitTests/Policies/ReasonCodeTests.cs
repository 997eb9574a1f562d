using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>What carriers, aggregators and the registry answer by a code of the industry has a reason of its own here.</summary>
public sealed class ReasonCodeTests
{
    [Theory]
    [InlineData("30441", "toll_free_sexual_content")]
    [InlineData("30442", "toll_free_spam")]
    [InlineData("30444", "toll_free_fraud")]
    [InlineData("30446", "toll_free_consent_not_express")]
    [InlineData("30448", "toll_free_age_gate_missing")]
    [InlineData("30464", "toll_free_cryptocurrency")]
    [InlineData("30702", "brand_no_longer_registered")]
    [InlineData("30729", "brand_country_not_accepted")]
    [InlineData("30751", "brand_phone_unsupported")]
    [InlineData("30899", "carrier_refused")]
    [InlineData("30902", "aggregator_refused")]
    [InlineData("30904", "campaign_not_shared")]
    [InlineData("30905", "campaign_review_pending")]
    public void A_code_of_the_registry_or_of_the_older_toll_free_set_has_one_reason(string industryCode, string key) =>
        ReasonCodes.All.Where(r => r.IndustryCode == industryCode).Select(r => r.Key).Should().Equal(key);
}
