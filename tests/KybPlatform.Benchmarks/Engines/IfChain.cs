namespace KybPlatform.Benchmarks.Engines;

/// <summary>The workload as a programmer would write it by hand: what an engine can at best come near to.</summary>
internal static class IfChain
{
    public static int Rules(Submission s)
    {
        var fired = 0;
        if (s.Industry == "cannabis" || s.Industry == "third_party_debt" || s.Industry == "gambling") fired |= 1;
        if (s.Type == "sole_proprietor" && s.Volume > 10_000) fired |= 1 << 1;
        if (s.Industry == "alcohol_tobacco" && !s.AgeGated) fired |= 1 << 2;
        if (s.Purpose == "promotional" && s.Type == "nonprofit") fired |= 1 << 3;
        if (s.Purpose == "authentication" && s.HasLinks) fired |= 1 << 4;
        if (s.Purpose == "mixed" && s.Volume >= 100_000) fired |= 1 << 5;
        if (s.Lending && (s.Country == "US" || s.Country == "CA")) fired |= 1 << 6;
        if (s.SenderType == "short_code" && s.Volume < 1_000) fired |= 1 << 7;
        if (s.SenderType == "toll_free" && s.Country != "US" && s.Country != "CA") fired |= 1 << 8;
        if (s.Type == "government" && s.Purpose != "transactional" && s.Purpose != "authentication") fired |= 1 << 9;
        if ((s.Type == "trust" || s.Type == "other") && s.SenderType == "alphanumeric" && s.Country == "GB") fired |= 1 << 10;
        if (s.Industry == "political" && (s.Volume > 50_000 || s.HasLinks)) fired |= 1 << 11;
        return fired;
    }

    /// <summary>The row, counted from 1; 0 for none.</summary>
    public static int Table(Submission s)
    {
        if (s.Country == "GB" && s.SenderType == "alphanumeric") return 1;
        if (s.Country == "GB" && s.SenderType == "local") return 2;
        if (s.Country == "GB" && s.SenderType == "toll_free") return 3;
        if (s.Country == "GB" && s.SenderType == "short_code") return 4;
        if (s.Country == "US" && s.SenderType == "alphanumeric") return 5;
        if (s.Country == "US" && s.SenderType == "local") return 6;
        if (s.Country == "US" && s.SenderType == "toll_free") return 7;
        if (s.Country == "US" && s.SenderType == "short_code") return 8;
        if (s.Country == "CA" && s.SenderType == "alphanumeric") return 9;
        if (s.Country == "CA" && s.SenderType == "local") return 10;
        if (s.Country == "CA" && s.SenderType == "toll_free") return 11;
        if (s.Country == "CA" && s.SenderType == "short_code") return 12;
        if (s.Country == "DE" && s.SenderType == "alphanumeric") return 13;
        if (s.Country == "DE" && s.SenderType == "local") return 14;
        if (s.Country == "DE" && s.SenderType == "toll_free") return 15;
        if (s.Country == "DE" && s.SenderType == "short_code") return 16;
        if (s.Country == "FR" && s.SenderType == "alphanumeric") return 17;
        if (s.Country == "FR" && s.SenderType == "local") return 18;
        if (s.Country == "FR" && s.SenderType == "toll_free") return 19;
        if (s.Country == "FR" && s.SenderType == "short_code") return 20;
        return 0;
    }
}
