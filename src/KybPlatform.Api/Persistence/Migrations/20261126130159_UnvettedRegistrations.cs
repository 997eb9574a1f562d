using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class UnvettedRegistrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "unvetted_since",
                table: "sender_registrations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_sender_registrations_tenant_id_unvetted_since",
                table: "sender_registrations",
                columns: new[] { "tenant_id", "unvetted_since" },
                filter: "unvetted_since IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sender_registrations_tenant_id_unvetted_since",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "unvetted_since",
                table: "sender_registrations");
        }
    }
}
