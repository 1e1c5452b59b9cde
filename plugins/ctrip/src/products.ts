/** What Ctrip settles, each with an interface of its own. */
export const PRODUCTS = ['flight', 'hotel', 'train', 'car'] as const;
export type Product = (typeof PRODUCTS)[number];

/** Where one product's settlement is asked for, and how its answer and its rows are laid out. */
export interface SettlementCall {
  path: string;
  /** How the request spells the account and the order. */
  account: 'AccountID' | 'AccountId';
  order: 'OrderID' | 'OrderId';
  /** The list of accounts in an answer, and the list of rows in each. */
  accounts: string;
  rows: string;
  /** The part of a row that holds its key and its amounts. */
  base: string;
}

export const SETTLEMENT: Readonly<Record<Product, SettlementCall>> = {
  flight: {
    path: '/switchapi/FlightOrderSettlement/GetCorpAccountFlightOrderSettlements',
    account: 'AccountID',
    order: 'OrderID',
    accounts: 'FlightOrderAccountSettlementList',
    rows: 'OrderSettlementList',
    base: 'OrderSettlementBaseInfo',
  },
  hotel: {
    path: '/switchapi/SettlementHltOrder/SearchSettlementHltOrderDetail',
    account: 'AccountId',
    order: 'OrderId',
    accounts: 'LstHtlSettlement',
    rows: 'LstHotelSettlementDetail',
    base: 'SettlementDetail',
  },
  train: {
    path: '/switchapi/SettlementTrainOrder/SearchSettlementTrainOrderDetail',
    account: 'AccountId',
    order: 'OrderId',
    accounts: 'LstTrainSettlement',
    rows: 'LstTrainSettlementDetail',
    base: 'TrainSettlementDetail',
  },
  car: {
    path: '/switchapi/CarOrderSettlement/SearchSettlementCarOrderDetail',
    account: 'AccountId',
    order: 'OrderId',
    accounts: 'CarOrderAccountSettlementList',
    rows: 'CarSettlementDetailList',
    base: 'SettlementBaseInfo',
  },
};

export const isProduct = (text: string | undefined): text is Product => PRODUCTS.some((product) => product === text);
