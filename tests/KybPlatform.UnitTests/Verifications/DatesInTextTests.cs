using AwesomeAssertions;
using KybPlatform.Api.Verifications.Reading;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class DatesInTextTests
{
    [Theory]
    [InlineData("Issued 2026-09-03", "2026-09-03")]
    [InlineData("Ausgestellt am 3.9.2026", "2026-09-03")]
    [InlineData("発行日 2026年9月3日", "2026-09-03")]
    [InlineData("Fecha de emisión: 23/09/2026", "2026-09-23")]
    [InlineData("Date of issue 09/23/2026", "2026-09-23")]
    [InlineData("Madrid, 3 de septiembre de 2026", "2026-09-03")]
    [InlineData("Fait à Paris, le 1er août 2026", "2026-08-01")]
    [InlineData("Berlin, den 3. März 2026", "2026-03-03")]
    [InlineData("Roma, 3 dicembre 2026", "2026-12-03")]
    [InlineData("September 3rd, 2026", "2026-09-03")]
    [InlineData("3 Sept 2026", "2026-09-03")]
    [InlineData("31 grudnia 2026", "2026-12-31")]
    [InlineData("07/07/2026", "2026-07-07")]
    public void Dates_are_read_as_papers_write_them(string text, string date) => Of(text).Should().Equal(Date(date));

    [Theory]
    [InlineData("05/04/2026")]
    [InlineData("05/04/2026, 31/12/2025 and 12/31/2025", "2025-12-31")]
    [InlineData("32.12.2026 and 2026-13-01 and 29/02/2026")]
    [InlineData("3 jui 2026")]
    [InlineData("1205/04/20261")]
    [InlineData("Marketing 2026, 3 Marx 2026 of March")]
    public void What_can_be_two_days_or_none_is_no_date(string text, params string[] certain) => Of(text).Should().BeEquivalentTo(certain.Select(Date));

    [Fact]
    public void Other_dates_of_the_text_tell_which_figure_is_the_day()
    {
        Of("Del 05/04/2026 al 31/05/2026").Should().BeEquivalentTo([Date("2026-04-05"), Date("2026-05-31")]);
        Of("From 05/04/2026 to 05/31/2026").Should().BeEquivalentTo([Date("2026-05-04"), Date("2026-05-31")]);
    }

    [Theory]
    [InlineData("Invoice date 12/09/2026, due 30/09/2026", "2026-09-12 None", "2026-09-30 Other")]
    [InlineData("Rechnungsdatum: 12.09.2026 Fälligkeitsdatum: 30.09.2026", "2026-09-12 Issue", "2026-09-30 Other")]
    [InlineData("Abrechnungszeitraum 01.08.2026 bis 31.08.2026", "2026-08-01 Other", "2026-08-31 Other")]
    [InlineData("Fecha de emisión 12/09/2026, período 01/08/2026 - 31/08/2026", "2026-09-12 Issue", "2026-08-01 Other", "2026-08-31 Other")]
    [InlineData("Date limite de paiement\n30/09/2026", "2026-09-30 Other")]
    [InlineData("Date of birth 3 March 1981, date of issue 4 March 2020, valid until 3 March 2030", "1981-03-03 Birth", "2020-03-04 Issue", "2030-03-03 Expiry")]
    [InlineData("Data wydania 04.03.2020\nTermin ważności 03.03.2030", "2020-03-04 Issue", "2030-03-03 Expiry")]
    [InlineData("Valid until revoked by both of us and the court.\nBerlin, 3 March 2026", "2026-03-03 None")]
    [InlineData("Payment is due at once\nIssued 3 March 2026\n4 March 2026", "2026-03-03 Issue", "2026-03-04 None")]
    public void What_stands_before_a_date_says_which_one_it_is(string text, params string[] dates) =>
        LabelledDates.Of(text).Select(d => $"{d.Date:yyyy-MM-dd} {d.Label}").Should().Equal(dates);

    private static IEnumerable<DateOnly> Of(string text) => DatesInText.Of(text).Select(d => d.Date).Distinct();

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
