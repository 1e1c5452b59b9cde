import { describe, expect, it } from '@jest/globals';
import { stringifyJson, type TripRequestInput, type VendorRequest } from '@interline/sdk';
import { OK, contextOf, sent } from '../fixtures/context.js';
import { entry } from './entry.js';
import { disablePerson, upsertPerson } from './people.js';
import { H5_PATH, PC_PATH, PEOPLE_PATH, SIGN_IN_TICKET_PATH } from './sign.js';
import { pushTripRequest } from './trips.js';

const plain = (request: VendorRequest): unknown => JSON.parse(stringifyJson(sent(request)));

describe('people', () => {
  const taken = () => contextOf(() => ({ Result: 'Success', ErrorMessageList: [] }));

  it('are sent with what Ctrip knows of people, and taken to be accepted', async () => {
    const { ctx, requests } = taken();
    const input = { employeeNumber: 'E1', name: '张三', phone: '13800000001', email: 'e1@x.example', departmentCode: 'D1', title: '专员' };
    expect(await upsertPerson(ctx, input)).toEqual({ externalId: 'E1', outcome: 'accepted' });
    expect(requests[0]).toMatchObject({ method: 'POST', path: PEOPLE_PATH, idempotent: true });
    expect(plain(requests[0]!)).toEqual({
      Language: 'zh-CN',
      CorporationID: 'CORP1',
      AuthenticationInfoList: [
        {
          Sequence: '0',
          Authentication: {
            EmployeeID: 'E1',
            Name: '张三',
            Valid: 'A',
            Email: 'e1@x.example',
            MobilePhone: '13800000001',
            CountryCode: 86,
            Dept1: 'D1',
          },
        },
      ],
    });
  });

  it('leave', async () => {
    const { ctx, requests } = taken();
    expect(await disablePerson(ctx, { employeeNumber: 'E1' })).toEqual({ externalId: 'E1', outcome: 'accepted' });
    expect(plain(requests[0]!)).toMatchObject({ AuthenticationInfoList: [{ Authentication: { EmployeeID: 'E1', Valid: 'I' } }] });
  });

  it('that are refused are an error with their code', async () => {
    const { ctx } = contextOf(() => ({ Result: 'Success', ErrorMessageList: [{ ErrorCode: '1005', ErrorMessage: '职级不存在' }] }));
    await expect(upsertPerson(ctx, { employeeNumber: 'E1', name: '张三' })).rejects.toMatchObject({
      fault: { class: 'config', code: '1005' },
    });
  });
});

describe('a trip request', () => {
  const leg = {
    from: { city: '北京', cityCode: '1' },
    to: { city: '上海', cityCode: '2' },
    earliest: new Date('2026-09-01T00:00:00Z'),
    latest: new Date('2026-09-03T20:00:00Z'),
    travellers: [{ employeeNumber: 'E1', name: '张三' }],
    maxPrice: { minor: 123_450n, currency: 'CNY' },
  };
  const trip: TripRequestInput = {
    number: 'TR-1',
    state: 'valid',
    employeeNumber: 'E1',
    reason: '拜访客户',
    costCentre: 'CC001',
    project: 'P001',
    expiresAt: new Date('2026-10-01T00:00:00Z'),
    legs: (['flight', 'train', 'hotel', 'ride'] as const).map((kind) => ({ ...leg, kind })),
  };
  const saved = () => contextOf((request) => ({ SetApprovalResult: { Status: OK, approvalNumber: sent(request)['ApprovalNumber'] } }));

  it('is one approval, each kind of leg in its own words', async () => {
    const { ctx, requests } = saved();
    expect(await pushTripRequest(ctx, trip)).toEqual({ externalId: 'TR-1', outcome: 'updated' });
    expect(requests[0]).toMatchObject({ path: '/switchapi/approval/save', idempotent: true });
    const PassengerList = [{ Name: '张三', EID: 'E1' }];
    const departure = { DepartDateBegin: '2026-09-01', DepartDateEnd: '2026-09-04', Currency: 'CNY', PassengerList };
    expect(plain(requests[0]!)).toEqual({
      ApprovalNumber: 'TR-1',
      Status: 1,
      EmployeeID: 'E1',
      ExpiredTime: '2026-10-01',
      FlightEndorsementDetails: [{ ...departure, DepartCityIds: ['1'], ArrivalCityIds: ['2'], Price: 1234.5 }],
      TrainEndorsementDetails: [{ ...departure, DepartCityCodes: ['1'], ArrivalCityCodes: ['2'], Price: '1234.50' }],
      HotelEndorsementDetails: [
        {
          CheckInDateBegin: '2026-09-01',
          CheckInDateEnd: '2026-09-04',
          CheckOutDateBegin: '2026-09-01',
          CheckOutDateEnd: '2026-09-04',
          CheckInCityCodes: ['2'],
          MaxPrice: '1234.50',
          Currency: 'CNY',
          PassengerList,
        },
      ],
      CarQuickEndorsementDetails: [
        { BeginUseDate: '2026-09-01', EndUseDate: '2026-09-04', Cities: '1,2', Price: 1234.5, Currency: 'CNY', PassengerList },
      ],
      ExtendFieldList: [
        { FieldName: 'CostCenter1', FieldValue: 'CC001' },
        { FieldName: 'CostCenter2', FieldValue: 'P001' },
        { FieldName: 'CostCenter3', FieldValue: '拜访客户' },
      ],
      Remark: '拜访客户',
    });
  });

  it('is taken back with status 0', async () => {
    const { ctx, requests } = saved();
    await pushTripRequest(ctx, { ...trip, state: 'void', legs: [] });
    expect(plain(requests[0]!)).toMatchObject({ ApprovalNumber: 'TR-1', Status: 0 });
  });

  it('without the code of a city is refused before it is sent', async () => {
    const { ctx, requests } = saved();
    for (const to of [{ city: '上海' }, undefined])
      await expect(pushTripRequest(ctx, { ...trip, legs: [{ ...leg, kind: 'hotel', to }] })).rejects.toMatchObject({
        fault: { class: 'config', code: 'CITY_CODE_MISSING' },
      });
    expect(requests).toHaveLength(0);
  });

  it('saved under another number is a fault', async () => {
    const { ctx } = contextOf(() => ({ SetApprovalResult: { Status: OK, approvalNumber: 'TR-2' } }));
    await expect(pushTripRequest(ctx, trip)).rejects.toMatchObject({ fault: { code: 'other_approval' } });
  });
});

describe('a way in', () => {
  const input = { employeeNumber: 'E1', costCentres: ['C1', 'C2', 'C3', 'C4'], tripRequestNumber: 'TR-1', page: 'FlightSearch' };

  it('is a form with a sign-in ticket, by computer and by phone', async () => {
    const { ctx, requests } = contextOf(() => ({ Token: 'S-1', Message: '', Code: 0, Success: true }));
    expect(await entry.open(ctx, { ...input, target: 'pc' })).toEqual({
      path: PC_PATH,
      fields: {
        Ticket: 'S-1',
        EmployeeID: 'E1',
        TA: 'TR-1',
        ForCorp: '0',
        Cost1: 'C1',
        Cost2: 'C2',
        Cost3: 'C3',
        Cost4: 'C4',
        InitPage: 'FlightSearch',
      },
    });
    expect(await entry.open(ctx, { ...input, target: 'h5' })).toEqual({
      path: H5_PATH,
      fields: {
        token: 'S-1',
        employeeid: 'E1',
        endorsementID: 'TR-1',
        CorpPayType: 'public',
        CostCenter1: 'C1',
        CostCenter2: 'C2',
        CostCenter3: 'C3',
        initpage: 'FlightSearch',
      },
    });
    expect(requests.map(({ path }) => path)).toEqual([SIGN_IN_TICKET_PATH, SIGN_IN_TICKET_PATH]);
  });

  it('needs a ticket', async () => {
    const { ctx } = contextOf(() => ({ Message: '', Code: 0, Success: true }));
    await expect(entry.open(ctx, { ...input, target: 'pc' })).rejects.toMatchObject({ fault: { class: 'vendor_bug', code: 'no_token' } });
  });
});
